/// Keeps what the engine tells.
struct ExplanationRecorder: DecisionRecorder {
    enum Subject: Hashable {
        case module(Int)
        case role(Int)
    }

    private(set) var codes: [AccessReasonCode] = []
    private(set) var places: [(code: AccessReasonCode, place: TargetPlace)] = []
    private(set) var general: GeneralStanding = []
    private(set) var weighed: [(subject: Subject, standing: Standing)] = []

    mutating func general(_ standing: GeneralStanding) {
        general = standing
    }

    mutating func module(_ position: Int, _ standing: Standing) {
        weighed.append((.module(position), standing))
    }

    mutating func role(_ position: Int, _ standing: Standing) {
        weighed.append((.role(position), standing))
    }

    mutating func refuse(_ code: AccessReasonCode) {
        codes.append(code)
    }

    mutating func refuse(_ code: AccessReasonCode, _ place: TargetPlace) {
        places.append((code, place))
    }

    static var wantsEverything: Bool { true }

    /// The conditions of one candidate that failed for a request, in the order in which they are told.
    static func failed(_ subject: Subject, _ standing: Standing, write: Bool) -> [AccessReasonCode] {
        var codes: [AccessReasonCode] = []
        if standing.contains(.notHeld) {
            switch subject {
            case .module: codes.append(.moduleNotGranted)
            case .role: codes.append(.roleMissing)
            }
        }
        if standing.contains(.heldForOther) { codes.append(.roleForOtherBestuur) }
        if standing.contains(.typeNotEligible) { codes.append(.bestuurstypeNotEligible) }
        if standing.contains(.doelgroepNotAdmitted) { codes.append(.doelgroepNotAdmitted) }
        if write, standing.contains(.readOnly) { codes.append(.moduleReadOnly) }
        return codes
    }
}
