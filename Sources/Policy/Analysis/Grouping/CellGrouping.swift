package import Besturen

/// Puts cells back into few products, so that they can be told in few sentences.
///
/// Greedy and exact: areas with the same people go together; their people are joined along one dimension after another, two
/// products whenever they differ in that one alone. Products are only ever joined when they share all else, so that each cell
/// stays in exactly one.
package struct CellGrouping {
    private let domain: AccessDomain
    private let viewOnlyIDs: [[String]: Int]
    private let viewOnlyValues: [Profile.ViewOnly]

    package init(_ domain: AccessDomain) {
        self.domain = domain
        var ids: [[String]: Int] = [:]
        var values: [Profile.ViewOnly] = []
        for credential in domain.credentials {
            for value in domain.viewOnlyValues(of: credential) {
                // Nothing and everything are the same to every credential; the rest is told by its names.
                let key = value.extent == .some ? value.names : [value.extent == .nothing ? "" : "*"]
                guard ids[key] == nil else { continue }
                ids[key] = values.count
                values.append(value)
            }
        }
        viewOnlyIDs = ids
        viewOnlyValues = values
    }

    package func boxes(of cells: some Sequence<AccessDomain.Cell>) -> [CellBox] {
        var byArea: [Int: Set<Int>] = [:]
        for cell in cells { byArea[cell.area, default: []].insert(cell.profile) }
        return boxes(of: byArea.mapValues { $0.sorted() })
    }

    /// The same for cells by area: the positions of its people, ascending.
    package func boxes(of profilesByArea: [Int: [Int]]) -> [CellBox] {
        var areasOf: [[Int]: [Int]] = [:]
        for (area, profiles) in profilesByArea where !profiles.isEmpty { areasOf[profiles, default: []].append(area) }
        var merged: [Product: [Int]] = [:]
        for (profiles, areas) in areasOf {
            for product in products(profiles) { merged[product, default: []] += areas }
        }
        return merged.map { box($0, areas: $1.sorted()) }
            .sorted { ($0.areas[0], $0.profiles[0], $0.areas.count) < ($1.areas[0], $1.profiles[0], $1.areas.count) }
    }

    // MARK: - People

    /// By dimension: holding, type, doelgroep, state, view-only. Values are ascending.
    private struct Product: Hashable {
        var values: [[Int]]
    }

    private static let holding = 0
    private static let type = 1
    private static let doelgroep = 2
    private static let state = 3
    private static let viewOnly = 4
    /// A view-only that makes no difference.
    private static let any = -1

    private func products(_ profiles: [Int]) -> [Product] {
        var products = profiles.map(product)
        CellGrouping.merge(&products, CellGrouping.type)
        CellGrouping.merge(&products, CellGrouping.doelgroep)
        CellGrouping.merge(&products, CellGrouping.state)
        CellGrouping.merge(&products, CellGrouping.viewOnly)
        for index in products.indices {
            let credential = holdings[products[index].values[CellGrouping.holding][0]].credential
            let all = domain.viewOnlyValues(of: credential).map(viewOnlyID)
            if products[index].values[CellGrouping.viewOnly] == all.sorted() {
                products[index].values[CellGrouping.viewOnly] = [CellGrouping.any]
            }
        }
        CellGrouping.merge(&products, CellGrouping.holding)
        return products
    }

    private static func merge(_ products: inout [Product], _ dimension: Int) {
        var order: [Product] = []
        var values: [Product: [Int]] = [:]
        for product in products {
            var rest = product
            rest.values[dimension] = []
            if values[rest] == nil { order.append(rest) }
            values[rest, default: []] += product.values[dimension]
        }
        products = order.map { rest in
            var joined = rest
            joined.values[dimension] = (values[rest] ?? []).sorted()
            return joined
        }
    }

    private var holdings: [CellBox.Holding] { domain.holdings }

    private func viewOnlyID(_ value: Profile.ViewOnly) -> Int {
        viewOnlyIDs[value.extent == .some ? value.names : [value.extent == .nothing ? "" : "*"]] ?? 0
    }

    private func product(_ position: Int) -> Product {
        let profile = domain.profiles[position]
        return Product(values: [
            [domain.holding(of: position)], [profile.type.map { Int($0.rawValue) } ?? -1],
            [domain.doelgroepen.firstIndex(of: profile.doelgroep) ?? 0], [profile.isActive ? 0 : 1],
            [viewOnlyID(profile.viewOnly)],
        ])
    }

    private func box(_ product: Product, areas: [Int]) -> CellBox {
        let holdings = product.values[CellGrouping.holding].map { self.holdings[$0] }
        let types = product.values[CellGrouping.type].compactMap { Bestuurstype(rawValue: UInt8(clamping: max(0, $0))) }
        let isNobody = product.values[CellGrouping.type] == [-1]
        let doelgroepen = product.values[CellGrouping.doelgroep].map { domain.doelgroepen[$0] }
        let states = product.values[CellGrouping.state].map { $0 == 0 }
        let viewOnly = product.values[CellGrouping.viewOnly]
        var profiles: [Int] = isNobody ? [0] : []
        if !isNobody {
            for holding in holdings {
                for value in domain.viewOnlyValues(of: holding.credential)
                where viewOnly == [CellGrouping.any] || viewOnly.contains(viewOnlyID(value)) {
                    profiles += domain.positions(
                        holding, value, types: types, doelgroepen: doelgroepen, states: states)
                }
            }
        }
        return CellBox(
            holdings: holdings, types: isNobody ? [] : types, doelgroepen: isNobody ? [] : doelgroepen,
            states: isNobody ? [] : states,
            viewOnly: viewOnly == [CellGrouping.any] ? [] : viewOnly.map { viewOnlyValues[$0] },
            profiles: profiles.sorted(), areas: areas)
    }
}

extension AccessDomain {
    /// Every credential with every set of login rights beside it that the domain has.
    var holdings: [CellBox.Holding] { people.holdings }

    /// The position in ``holdings`` of what somebody brings.
    func holding(of profile: Int) -> Int { people.holdingOfProfile(profile) }

    /// Those that the policies admit first; nil stands for none.
    package var doelgroepen: [Doelgroep?] { people.doelgroepen }

    /// What a bestuur can have as view-only, for a credential.
    func viewOnlyValues(of credential: Credential) -> [Profile.ViewOnly] { people.viewOnly[credential] ?? [] }

    func positions(
        _ holding: CellBox.Holding, _ viewOnly: Profile.ViewOnly, types: [Bestuurstype], doelgroepen: [Doelgroep?],
        states: [Bool]
    ) -> [Int] {
        let block = ProfileEnumeration.Block(
            credential: holding.credential, loginRights: holding.loginRights, viewOnly: viewOnly)
        var positions: [Int] = []
        for isActive in states {
            for doelgroep in doelgroepen {
                for type in types {
                    if let position = people.position(block, type: type, doelgroep: doelgroep, isActive: isActive) {
                        positions.append(position)
                    }
                }
            }
        }
        return positions
    }
}
