import ArgumentParser

struct BestuurCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bestuur", abstract: "Keep the register of besturen and their onboarding.",
        discussion: """
            A bestuur reaches modules only when its onboarding is complete. The register is one SQLite file: a journal that is \
            only added to. A gateway whose `besturen` names it follows every change within a second.

            The file is --register or POORT_REGISTER. Whoever writes says who they are (--by or POORT_BY) and for whom they act \
            (--as: abb, loket or gebruikersbeheer).

            Ends with 8 when the register refuses a step, and says what is missing and who must act.
            """,
        subcommands: [
            BestuurImport.self, BestuurOpen.self, BestuurStep.self, BestuurAmend.self, BestuurMerge.self,
            BestuurApply.self, BestuurDossiers.self, BestuurList.self, BestuurShow.self, BestuurConflicts.self,
            BestuurJournal.self,
            BestuurExport.self, BestuurVerify.self, BestuurReceivers.self,
        ])
}
