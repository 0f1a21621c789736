"""A world worth looking at, the same each time, and every page of it."""

from browser import encoded

POLICY = "arn:aws:mpa:::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault/1"
USERS = {
    "ann": ("Ann Okafor", "ann.okafor@example.com"),
    "bob": ("Bob Lindqvist", "bob.lindqvist@example.com"),
    "cleo": ("Cleo Marchetti", "cleo@example.com"),
    "dara": ("Dara Singh", "dara.singh@example.com"),
    "eli": ("Eli Weiss", "eli@example.com"),
}
VAULT = "arn:aws:backup:us-east-1:111122223333:backup-vault:ledger-archive"
KEYS = "arn:aws:payment-cryptography:us-east-1:111122223333"


class Scene:
    """Teams, operations, votes, a draft, a fault and a snapshot."""

    def __init__(self, control, mpa):
        control.freeze("2026-03-02T09:30:00Z")
        control.set(sessionPolicies="ignore")
        for user, (name, email) in USERS.items():
            control.put_user(user, name=name, email=email)
        self.control, self.mpa = control, mpa
        center = {
            "InstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef",
            "Region": "eu-central-1",
        }
        self.source = mpa.create_identity_source(
            IdentitySourceParameters={"IamIdentityCenter": center}
        )["IdentitySourceArn"]
        self.vault = self.team("vault-keepers", "Guards the restore vaults", "ann bob cleo", 2)
        self.keys = self.team(
            "payments-root", "Agrees to root certificates", "ann bob cleo dara eli", 3
        )
        self.team("night-shift", "Answers when the others sleep", "dara eli ann", 2, accepts=False)
        done = self.start(self.vault, "backup:RevokeRestoreAccessBackupVault", VAULT, "OPS-381")
        control.vote("ann", done)
        control.vote("cleo", done, comment="Checked with finance.")
        refused = self.start(self.keys, "payment-cryptography:ImportKey", f"{KEYS}:key/kwapwa6q")
        for person in ("ann", "bob", "dara"):
            control.vote(person, refused, response="REJECT", comment="Not announced.")
        control.advance("PT5H")
        self.session = self.start(
            self.vault,
            "backup:CreateRestoreAccessBackupVault",
            VAULT,
            "Restore drill for the quarter, as agreed on Monday.",
            requesterPrincipalArn="arn:aws:iam::111122223333:role/restore-drill",
            metadata={"SourceVault": "ledger-archive", "Drill": "2026-Q1"},
        )
        control.vote("bob", self.session, comment="Fine with me.")
        control.advance("PT3H")
        split = self.start(self.keys, "payment-cryptography:AssociateMpaTeam", f"{KEYS}:alias/s")
        control.vote("cleo", split)
        control.vote("eli", split, response="REJECT")
        mpa.update_approval_team(Arn=self.keys, Description="Roots and settlement keys")
        control.call(
            "POST",
            "faults",
            body={
                "id": "slow-first",
                "match": {"operations": ["GetSession"], "attempt": 1},
                "effect": {"kind": "delay", "seconds": 0.01},
            },
        )
        control.call("PUT", "snapshots", "before-drill")
        mpa.get_session(SessionArn=self.session)

    def team(self, name, description, people, threshold, accepts=True):
        people = people.split()
        arn = self.mpa.create_approval_team(
            Name=name,
            Description=description,
            ApprovalStrategy={"MofN": {"MinApprovalsRequired": threshold}},
            Approvers=[
                {"PrimaryIdentityId": each, "PrimaryIdentitySourceArn": self.source}
                for each in people
            ],
            Policies=[{"PolicyArn": POLICY}],
            Tags={"owner": "platform", "stage": "test"},
        )["Arn"]
        for each in people if accepts else ():
            self.control.respond(each, arn)
        return arn

    def start(self, team, action, resource, comment=None, **members):
        more = {"requesterComment": comment} if comment else {}
        return self.control.start_session(
            team, actionName=action, protectedResourceArn=resource, **more, **members
        )

    @property
    def pages(self):
        """Every page by its name: whose it is, and its fragment."""
        return {
            "portal-people": ("portal", "people"),
            "portal-requests": ("portal", "requests?as=ann"),
            "portal-session": ("portal", f"sessions/{encoded(self.session)}?as=ann"),
            "portal-teams": ("portal", "teams?as=ann"),
            "portal-history": ("portal", "history?as=ann"),
            "console-overview": ("console", "overview"),
            "console-identity-sources": ("console", "identity-sources"),
            "console-teams": ("console", "teams"),
            "console-team": ("console", f"teams/{encoded(self.keys)}"),
            "console-sessions": ("console", "sessions"),
            "console-session": ("console", f"sessions/{encoded(self.session)}"),
            "console-requests": ("console", "requests"),
            "console-events": ("console", "events"),
            "console-outbox": ("console", "outbox"),
            "console-faults": ("console", "faults"),
            "console-snapshots": ("console", "snapshots"),
        }


NAMES = list(Scene.pages.fget(type("Any", (), {"session": "", "keys": ""})()))
