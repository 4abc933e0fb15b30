/// What came of reading a head from the bytes that have arrived.
package enum HeadParse<Head: Sendable>: Sendable {
    /// The head is not complete. Call again with the same scanner when the buffer has more.
    case needMore
    /// The head; its bytes were taken from the buffer.
    case head(Head)
    /// These bytes are not served; the connection must be closed.
    case refused(WireRefusal)
}
