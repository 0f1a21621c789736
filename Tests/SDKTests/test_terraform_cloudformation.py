"""The calls of Terraform's AWS provider and of the CloudFormation handlers, in their order."""

import uuid

import pytest

from approval_teams import POLICY, members, of, people, standing
from control import Control
from samples import INSTANCE_ARN, creation, identity_source_arn

# Terraform's own tests invent both; three approvers is what AWS documents.
POLICIES = [{"PolicyArn": POLICY + "/$DEFAULT"}]
POLLS_MAX = 10
DELAY_SECONDS = 60


@pytest.fixture(params=[0, DELAY_SECONDS], ids=["at once", "with a delay"])
def slow(request, start_server, client, account):
    """A client of a server whose asynchronous steps take so long, and that server's clock."""
    server = start_server("--transition-delay", str(request.param))
    control = Control(server.url)
    control.freeze()
    return client(account, server.url), control


def wait_for(control, read, pending, target):
    """Terraform's waiter: polls until the target; any other state than the pending ones fails it.

    Instead of sleeping it moves the clock on. A target of None is "not found".
    """
    for _ in range(POLLS_MAX):
        state = read()
        if state == target:
            return
        assert state in pending, f"unexpected state {state}, wanted {target}"
        control.advance(seconds=DELAY_SECONDS / 2)
    raise AssertionError(f"still {state}, wanted {target}")


def source_status(mpa, arn):
    try:
        return mpa.get_identity_source(IdentitySourceArn=arn)["Status"]
    except mpa.exceptions.ResourceNotFoundException:
        return None


def team_description(account, identities):
    return {
        "Name": "terraform",
        "Description": "Made by a plan.",
        "ApprovalStrategy": of(2),
        "Approvers": members(account, identities),
        "Policies": POLICIES,
    }


def echoed(answer):
    """What Terraform keeps of GetApprovalTeam and holds against its configuration, in order."""
    approvers = [
        {name: each[name] for name in ("PrimaryIdentityId", "PrimaryIdentitySourceArn")}
        for each in answer["Approvers"]
    ]
    names = ("Name", "Description", "ApprovalStrategy", "Policies")
    return {**{name: answer[name] for name in names}, "Approvers": approvers}


def test_terraform_makes_and_destroys_an_identity_source(slow, account):
    mpa, control = slow
    arn = mpa.create_identity_source(
        **creation(ClientToken=str(uuid.uuid4()), Tags={"made": "by terraform"})
    )["IdentitySourceArn"]
    wait_for(control, lambda: source_status(mpa, arn), {"CREATING"}, "ACTIVE")
    read = mpa.get_identity_source(IdentitySourceArn=arn)
    center = read["IdentitySourceParameters"]["IamIdentityCenter"]
    assert (center["InstanceArn"], center["Region"]) == (INSTANCE_ARN, "us-east-1")
    assert center["ApprovalPortalUrl"]
    assert mpa.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"made": "by terraform"}
    mpa.tag_resource(ResourceArn=arn, Tags={"made": "again"})
    mpa.untag_resource(ResourceArn=arn, TagKeys=["made"])
    assert mpa.list_tags_for_resource(ResourceArn=arn)["Tags"] == {}
    mpa.delete_identity_source(IdentitySourceArn=arn)
    wait_for(control, lambda: source_status(mpa, arn), {"DELETING", "ACTIVE"}, None)


@pytest.fixture
def applied(slow, account):
    """What `apply` has made: a source and a team."""
    mpa, control = slow
    source = mpa.create_identity_source(**creation())["IdentitySourceArn"]
    wait_for(control, lambda: source_status(mpa, source), {"CREATING"}, "ACTIVE")
    request = team_description(account, people(3))
    created = mpa.create_approval_team(ClientToken=str(uuid.uuid4()), **request)
    return mpa, control, source, request, created


def destroy_like_terraform(mpa, arn):
    """Get, then delete the version that it tells; what is not there is fine."""
    try:
        version = mpa.get_approval_team(Arn=arn)["VersionId"]
        mpa.delete_inactive_approval_team_version(Arn=arn, VersionId=version)
    except mpa.exceptions.ResourceNotFoundException:
        pass


def test_terraform_reads_back_what_it_sent(applied):
    mpa, _, _, request, created = applied
    read = mpa.get_approval_team(Arn=created["Arn"])
    assert echoed(read) == request
    assert read["VersionId"] == created["VersionId"]
    assert mpa.list_tags_for_resource(ResourceArn=created["Arn"])["Tags"] == {}


def test_terraform_destroys_a_team_that_is_still_pending_and_then_its_source(applied):
    mpa, control, source, _, created = applied
    arn = created["Arn"]
    control.advance(seconds=DELAY_SECONDS)
    assert standing(mpa.get_approval_team(Arn=arn)) == ("PENDING", "PENDING_ACTIVATION")
    destroy_like_terraform(mpa, arn)
    with pytest.raises(mpa.exceptions.ResourceNotFoundException):
        mpa.get_approval_team(Arn=arn)
    destroy_like_terraform(mpa, arn)
    mpa.delete_identity_source(IdentitySourceArn=source)
    wait_for(control, lambda: source_status(mpa, source), {"DELETING", "ACTIVE"}, None)


def test_terraform_destroys_a_team_that_failed(applied):
    mpa, control, _, request, created = applied
    control.advance(seconds=DELAY_SECONDS)
    person = request["Approvers"][0]["PrimaryIdentityId"]
    control.respond(person, created["Arn"], "REJECT")
    destroy_like_terraform(mpa, created["Arn"])
    assert mpa.list_approval_teams()["ApprovalTeams"] == []


def test_terraform_cannot_destroy_an_active_team_by_itself(applied):
    mpa, control, source, request, created = applied
    arn = created["Arn"]
    control.advance(seconds=DELAY_SECONDS)
    for each in request["Approvers"]:
        control.respond(each["PrimaryIdentityId"], arn)
    with pytest.raises(mpa.exceptions.ConflictException):
        destroy_like_terraform(mpa, arn)
    with pytest.raises(mpa.exceptions.ConflictException):
        mpa.delete_identity_source(IdentitySourceArn=source)
    assert standing(mpa.get_approval_team(Arn=arn)) == ("ACTIVE", None)


def test_terraform_changes_a_team_in_place(applied):
    mpa, control, _, request, created = applied
    arn = created["Arn"]
    control.advance(seconds=DELAY_SECONDS)
    crew = [each["PrimaryIdentityId"] for each in request["Approvers"]]
    for each in crew:
        control.respond(each, arn)
    version = mpa.update_approval_team(Arn=arn, Description="Changed.")["VersionId"]
    control.advance(seconds=2 * DELAY_SECONDS)
    session = mpa.get_approval_team(Arn=arn)["UpdateSessionArn"]
    for each in crew[:2]:
        control.vote(each, session)
    read = mpa.get_approval_team(Arn=arn)
    assert echoed(read) == {**request, "Description": "Changed."}
    assert read["VersionId"] == version


# CloudFormation: a handler per verb; create and update read until the team has settled.


READ_ONLY = {"Arn", "VersionId", "NumberOfApprovers", "CreationTime", "Status"}


def delete_like_cloudformation(mpa, arn):
    """Chooses by status, as a handler that may call both deletions has to."""
    team = mpa.get_approval_team(Arn=arn)
    if team["Status"] == "ACTIVE":
        mpa.start_active_approval_team_deletion(Arn=arn)
    else:
        mpa.delete_inactive_approval_team_version(Arn=arn, VersionId=team["VersionId"])


def test_cloudformation_makes_changes_and_deletes_a_stack(world, control):
    mpa, crew = world.mpa, people(3)
    source = identity_source_arn(world.account)
    tags = {"aws-cloudformation-stack": "s"}
    arn = mpa.create_approval_team(**team_description(world.account, crew), Tags=tags)["Arn"]
    read = mpa.get_approval_team(Arn=arn)
    assert READ_ONLY <= read.keys()
    assert all(
        {"ApproverId", "PrimaryIdentityStatus"} <= each.keys() for each in read["Approvers"]
    )
    assert mpa.list_tags_for_resource(ResourceArn=arn)["Tags"] == tags
    for each in crew:
        control.respond(each, arn)

    mpa.update_approval_team(Arn=arn, ApprovalStrategy=of(3))
    mpa.untag_resource(ResourceArn=arn, TagKeys=list(tags))
    mpa.tag_resource(ResourceArn=arn, Tags={"stage": "2"})
    world.vote(world.update_session(arn), crew[:2])
    assert mpa.get_approval_team(Arn=arn)["ApprovalStrategy"] == of(3)

    assert [each["Arn"] for each in mpa.list_approval_teams()["ApprovalTeams"]] == [arn]
    delete_like_cloudformation(mpa, arn)
    world.vote(world.update_session(arn), crew)
    with pytest.raises(mpa.exceptions.ResourceNotFoundException):
        mpa.get_approval_team(Arn=arn)
    with pytest.raises(mpa.exceptions.ResourceNotFoundException):
        mpa.list_tags_for_resource(ResourceArn=arn)
    mpa.delete_identity_source(IdentitySourceArn=source)


@pytest.mark.parametrize("state", ["pending", "declined"])
def test_cloudformation_rolls_back_a_team_that_never_was_active(world, control, state):
    crew = people(3)
    arn = world.pending_team(crew)
    if state == "declined":
        control.respond(crew[0], arn, "REJECT")
    delete_like_cloudformation(world.mpa, arn)
    world.mpa.delete_identity_source(IdentitySourceArn=identity_source_arn(world.account))
