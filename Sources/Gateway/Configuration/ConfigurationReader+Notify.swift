import Libcrypto
import OIDC
import Policy

/// `notify`: who is told what happens in the register.
extension ConfigurationReader {
    func receivers(
        _ top: MappingReader, _ environment: GatewayConfiguration.Environment, besturen: String
    ) -> [ReceiverConfiguration] {
        guard let node = top.optional("notify"), let items = reader.list(node, "`notify`") else { return [] }
        if !OpenRegister.isRegister(besturen) {
            reader.report(
                top.place(of: "notify"), "`notify` needs a register, and `besturen` is a list",
                hint: "make one with `poort bestuur import --create`")
        }
        var names: Set<String> = []
        return items.compactMap { item in
            let keys = ["name", "url", "secret", "command", "events", "timeout"]
            guard let mapping = reader.mapping(item, "a receiver", keys: keys),
                let name = mapping.requiredString("name")
            else { return nil }
            let isWord = !name.isEmpty && name.utf8.count <= 50 && name.utf8.allSatisfy(Self.isWordByte)
            guard isWord, names.insert(name).inserted else {
                reader.report(
                    mapping.place(of: "name"),
                    isWord
                        ? "there are two receivers `\(name)`"
                        : "a receiver's name is made of letters, digits, `-` and `_`, not `\(name)`")
                return nil
            }
            guard let destination = destination(mapping, environment) else { return nil }
            var receiver = ReceiverConfiguration(name: name, destination: destination)
            if let node = mapping.optional("events") {
                guard let events = events(node) else { return nil }
                receiver.events = events
            }
            if let time = mapping.optionalDuration("timeout", in: 100...300_000) { receiver.timeout = time }
            return receiver
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private func destination(
        _ mapping: MappingReader, _ environment: GatewayConfiguration.Environment
    ) -> ReceiverConfiguration.Destination? {
        guard mapping.has("url") != mapping.has("command") else {
            reader.report(mapping.location, "a receiver has exactly one of `url` and `command`")
            return nil
        }
        if mapping.has("command") {
            if mapping.has("secret") { reader.report(mapping.place(of: "secret"), "a command needs no `secret`") }
            guard let node = mapping.optional("command"), let items = reader.nonEmptyList(node, "`command`") else {
                return nil
            }
            let words = items.compactMap { reader.string($0, "an item of `command`") }
            guard words.count == items.count else { return nil }
            // What a search path would find may change, and no shell is asked.
            guard words[0].hasPrefix("/") else {
                reader.report(
                    items[0].location, "the program of a `command` is an absolute path, not `\(words[0])`",
                    hint: "write such as [/usr/local/bin/tell, --to, loket]; no shell reads it")
                return nil
            }
            return .command(words)
        }
        guard let text = mapping.requiredString("url") else { return nil }
        let url: EndpointURL
        do throws(EndpointURL.Problem) {
            url = try EndpointURL(text, allowsLoopbackHTTP: environment == .development)
        } catch {
            reader.report(mapping.place(of: "url"), "`url` must be an `https` URL: \(error.text)")
            return nil
        }
        guard let file = mapping.requiredString("secret"),
            let bytes = secretFile(file, at: mapping.place(of: "secret"), environment)
        else { return nil }
        let secret = Self.withoutLineEnd(bytes)
        guard secret.count >= 32 else {
            reader.report(
                mapping.place(of: "secret"), "the secret has \(secret.count) bytes, and needs at least 32",
                hint: "`openssl rand -hex 32` makes one")
            return nil
        }
        return .webhook(url, secret: Secret(secret))
    }

    private func events(_ node: LocatedNode) -> Set<String>? {
        guard let items = reader.nonEmptyList(node, "`events`") else { return nil }
        let names = items.compactMap { item in
            reader.choice(item, "an item of `events`", among: RegisterEvent.names.map { ($0, $0) })
        }
        return names.count == items.count ? Set(names) : nil
    }
}
