"""What other pages cannot do, and what hostile values stay: text."""

import http.server
import threading

import pytest

import raw_http
from browser import encoded

PEOPLE = ["ann", "bob", "cleo"]
HOSTILE = "\"'><img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script>"


def untouched(window):
    """True while nothing of what was inserted is anything but text."""
    strange = "main img, main script, main iframe, main object, main [onerror], dialog img"
    return window.script("return window.pwned") is None and window.all(strange) == []


@pytest.fixture
def hostile(world, control, mpa):
    """Values as bad as they get, wherever a client may put any."""
    for person in PEOPLE:
        control.put_user(person, name=HOSTILE, email=f"{HOSTILE}@example.test")
    control.set(sessionPolicies="ignore")
    team = world.active_team(PEOPLE, Description=HOSTILE, Tags={HOSTILE[:100]: HOSTILE})
    session = control.start_session(
        team,
        actionName=f"a:{HOSTILE}",
        protectedResourceArn=HOSTILE,
        description=HOSTILE,
        requesterComment=HOSTILE,
        requesterPrincipalArn=HOSTILE,
        requesterServicePrincipal=HOSTILE[:100],
    )
    control.vote("bob", session, comment=HOSTILE)
    control.call(
        "POST",
        "faults",
        body={
            "match": {"operations": ["GetSession"], "principal": HOSTILE},
            "effect": {"kind": "error", "code": HOSTILE[:90], "message": HOSTILE},
            "force": True,
        },
    )
    raw_http.send(
        control.url.removesuffix("/_mpa"),
        "GET",
        "/<img%20src=x>",
        headers=[("User-Agent", HOSTILE), ("X-Amz-Target", HOSTILE)],
    )
    # The API itself takes no such names and metadata; a state document may still bring them.
    state = control.state()
    (kept,) = state["approvalTeams"]
    state["sessions"][0]["metadata"] = {HOSTILE[:90]: HOSTILE}
    control.put_state(state)
    return kept["arn"], session


@pytest.mark.complaints
@pytest.mark.parametrize(
    "page",
    ["people", "requests", "teams", "history", "session", "invitation", "unknown"],
)
def test_hostile_values_are_text_in_the_portal(window, hostile, page):
    team, session = hostile
    fragment = {
        "session": f"sessions/{encoded(session)}?as=ann",
        "invitation": f"invitations/{encoded(team)}?as=ann",
        "unknown": f"sessions/{encoded(HOSTILE)}?as=ann",
    }.get(page, f"{page}?as=ann")
    window.portal(fragment)
    window.wait(lambda: window.all("main h1"), "no page")
    if page in ("people", "session", "requests", "teams", "invitation"):
        window.sees(HOSTILE)
    if page == "session":
        assert HOSTILE in window.one("table.pairs td").text
    assert untouched(window)


@pytest.mark.complaints
@pytest.mark.parametrize(
    "page",
    ["overview", "identity-sources", "teams", "sessions", "requests", "events", "outbox", "faults",
     "snapshots", "team", "session", "unknown"],
)
def test_hostile_values_are_text_in_the_console(window, hostile, page):
    team, session = hostile
    fragment = {
        "team": f"teams/{encoded(team)}",
        "session": f"sessions/{encoded(session)}",
        "unknown": f"teams/{encoded(HOSTILE)}",
    }.get(page, page)
    window.console(fragment)
    window.wait(lambda: window.all("main h1"), "no page")
    if page in ("sessions", "session", "team"):
        window.sees(HOSTILE)
    if window.all("main [data-act=inspect]"):
        window.click("JSON · CLI", "main")
        window.wait(lambda: window.all("dialog pre"), "no panel")
    assert untouched(window)


PAGE = b"""<!doctype html><title>evil</title><form method=post target=frame action="%(vote)s">
<input name=response value=APPROVE></form><iframe name=frame src="%(portal)s"></iframe>
<script>
const body = '{"response":"APPROVE"}';
const tries = [
  fetch("%(vote)s", {method: "PUT", body, headers: {"Content-Type": "application/json"}}),
  fetch("%(vote)s", {method: "POST", body, mode: "no-cors"}),
  fetch("%(reset)s", {method: "POST", mode: "no-cors"}),
  fetch("%(state)s").then((answer) => answer.text()),
  new Promise((done, fail) => {
    const events = new EventSource("%(stream)s");
    events.onopen = done;
    events.onerror = fail;
  }),
];
document.forms[0].submit();
Promise.allSettled(tries).then((all) => {
  window.outcome = all.map((one) => one.status === "fulfilled" && one.value?.type !== "opaque");
});
</script>"""


@pytest.fixture
def elsewhere(server, control, world):
    """A page of another origin that tries to vote, and the session that it is about."""
    session = control.start_session(world.active_team(PEOPLE))
    base = server.url
    targets = {
        b"vote": f"{base}/_mpa/approvers/ann/sessions/{encoded(session)}".encode(),
        b"reset": f"{base}/_mpa/reset".encode(),
        b"state": f"{base}/_mpa/state".encode(),
        b"stream": f"{base}/_mpa/events/stream".encode(),
        b"portal": f"{base}/portal/".encode(),
    }

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE % targets)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as site:
        thread = threading.Thread(target=site.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{site.server_address[1]}/", session
        site.shutdown()
        thread.join()


@pytest.mark.complaints
def test_a_page_of_another_origin_cannot_vote(window, elsewhere, world):
    page, session = elsewhere
    window.visit(page)
    window.wait(lambda: window.script("return window.outcome"), "it has not tried")
    assert window.script("return window.outcome") == [False] * 5
    assert world.outcome(session)[0] == "PENDING"
    assert {each["Response"] for each in world.session(session)["ApproverResponses"]} == {"NO_RESPONSE"}
    # Nor can it put the portal into a frame.
    window.driver.switch_to.frame("frame")
    assert "Approval portal" not in window.driver.title
    assert window.driver.find_elements("css selector", "main") == []
    window.driver.switch_to.default_content()


@pytest.mark.complaints
def test_a_name_that_leads_here_cannot_vote(window, server, elsewhere, world):
    _, session = elsewhere
    evil = f"http://evil.example:{server.port}"
    window.visit(f"{evil}/portal/")
    assert "--allowed-hosts" in window.one("body").text
    # To the browser this is the page's own origin, so it asks nobody.
    status = window.driver.execute_async_script(
        """
        const [target, done] = arguments;
        fetch(target, {
          method: "PUT", body: '{"response":"APPROVE"}',
          headers: {"Content-Type": "application/json"},
        }).then((answer) => done(answer.status), (error) => done(String(error)));
        """,
        f"{evil}/_mpa/approvers/ann/sessions/{encoded(session)}",
    )
    assert status == 403
    assert world.outcome(session)[0] == "PENDING"


def test_pages_forbid_what_they_do_not_need(server):
    for target in ("/portal/", "/_mpa/", "/portal/portal.js", "/_mpa/assets/style.css"):
        answer = raw_http.send(server.url, "GET", target)
        assert answer.status == 200
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert b"<script>" not in answer.body
        assert b"innerHTML" not in answer.body


def test_pages_are_off_where_nobody_wants_them(start_server):
    server = start_server("--portal", "off")
    for target in ("/portal/", "/portal/portal.js", "/_mpa/assets/style.css"):
        assert raw_http.send(server.url, "GET", target).status == 404
    assert raw_http.send(server.url, "GET", "/_mpa/").status == 404
    assert raw_http.send(server.url, "GET", "/_mpa/health").status == 200


@pytest.mark.complaints
def test_a_token_is_asked_for_and_kept_in_the_tab(start_server, chromium):
    from browser import Window
    from control import Control  # noqa: F401  (the pages talk for themselves here)

    server = start_server("--control-token", "s3cret")
    window = Window.opened(chromium, server.url)
    try:
        window.portal("people")
        window.fill("Token", "wrong")
        window.click("Continue")
        window.wait(lambda: "not the one" in window.one("dialog").text, "it is not refused")
        window.fill("Token", "s3cret")
        window.click("Continue")
        window.sees("Nobody is known yet.")
        window.visit(f"{server.url}/_mpa/#/overview")
        window.heading("Overview")
    finally:
        window.close_all()


def test_a_prefix_of_a_proxy_is_part_of_every_address(start_server, chromium):
    from browser import Window

    server = start_server("--public-url", "http://127.0.0.1/tests")
    window = Window.opened(chromium, server.url + "/tests")
    try:
        window.console("overview")
        window.heading("Overview")
        window.sees(f"export AWS_ENDPOINT_URL_MPA={server.url}/tests")
        window.click("Open the approval portal")
        window.heading("Who are you?")
        assert window.driver.current_url.startswith(f"{server.url}/tests/portal/")
        assert window.told() == ([], [])
    finally:
        window.close_all()
