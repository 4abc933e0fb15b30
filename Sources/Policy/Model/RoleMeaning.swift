/// What a role name is to a policy.
struct RoleMeaning: Sendable {
    /// The positions of the modules that it opens.
    var modules: [Int] = []
    /// The position of the administrative role that it is.
    var role: Int?
    var isLoginRight = false
    var isRetired = false
}
