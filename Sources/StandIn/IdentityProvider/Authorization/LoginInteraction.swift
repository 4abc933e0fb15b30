/// A login in which somebody is being asked something.
///
/// Its key stands in the form and nowhere else, and it counts in the browser that began it alone: so no other site can answer
/// in somebody's place, and nobody can have somebody else end a login that they began.
struct LoginInteraction: Sendable {
    /// How long somebody may take, in seconds.
    static let lifetime: Int64 = 600

    let request: AuthorizationRequest
    /// The value of the browser's cookie.
    let browser: String
    /// Who was chosen; nil until then.
    var sid: String?
    var hoedanigheid: Hoedanigheid?
}
