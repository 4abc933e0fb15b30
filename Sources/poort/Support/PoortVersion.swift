/// What `poort --version` says.
enum PoortVersion {
    /// Semantic (semver.org). Nothing has been released yet.
    static let text = "0.1.0-dev"
}
