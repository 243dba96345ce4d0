"""The link checker, against a real server on this computer: each answer a site may give, and its manners."""

import json
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from familyguide.guide import model as m
from tools import check_links
from tools.check_links import Answer, Asker, check, owner
from tools.trials import Trial

PAGE = "<html><head><title>Allô enfance</title></head><body>On vous écoute.</body></html>"
ENGLISH = "<title>Helpline</title>We listen."
SALE = "<title>example.org</title><p>This domain is for sale!</p>"
HUGE = b"<title>Huge</title>" + b"x" * (1 << 20)


class Site(BaseHTTPRequestHandler):
    """A server where the path says what happens; it notes every question."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_words):
        pass

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        host, path = self.headers["Host"], self.path.partition("?")[0]
        server = self.server
        with server.lock:
            server.busy[host] = server.busy.get(host, 0) + 1
            server.most = max(server.most, server.busy[host])
            server.asked.append((self.command, host, path, dict(self.headers), time.monotonic()))
        try:
            self.answer_for(path)
        except (BrokenPipeError, ConnectionResetError):
            server.cut_short.append(path)
        finally:
            with server.lock:
                server.busy[host] -= 1

    def answer_for(self, path):
        port = self.server.server_address[1]
        leads = {
            "/moved": "/fine",
            "/other": f"http://localhost:{port}/fine",
            "/round": "/about",
            "/about": "/round",
            "/on": f"/on?{time.monotonic_ns()}",
            "/deep/page": "/fr/",
            "/file": "file:///etc/passwd",
            "/gone-on": "/404",
        }
        if path in leads:
            return self.say(302, b"", Location=leads[path])
        if path == "/slow":
            self.server.stop.wait(5)
            return self.say(200, PAGE.encode())
        if path == "/picky" and self.command == "HEAD":
            return self.say(405, b"")
        if path == "/busy":
            with self.server.lock:
                self.server.tries += 1
                is_first = self.server.tries == 1
            return self.say(
                503 if is_first else 200, PAGE.encode(), **({"Retry-After": "0"} if is_first else {})
            )
        if path.lstrip("/").isdigit():
            return self.say(int(path[1:]), b"")
        body = {"/sale": SALE, "/named": ENGLISH, "/untitled": "<p>Nothing"}.get(path, PAGE).encode()
        cookie = {"Set-Cookie": "who=you; Path=/"}
        if path == "/latin":
            return self.say(200, PAGE.encode("latin-1"), **{"Content-Type": "text/html; charset=latin-1"})
        return self.say(200, HUGE * 40 if path == "/huge" else body, **cookie)

    def say(self, status, body, **more):
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **more}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)


class Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, certificate=None):
        super().__init__(("127.0.0.1", 0), Site)
        self.lock, self.stop = threading.Lock(), threading.Event()
        self.busy, self.most, self.tries = {}, 0, 0
        self.asked, self.cut_short = [], []
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def handle_error(self, *_about):
        pass

    def end(self):
        self.stop.set()
        self.shutdown()
        self.server_close()


@pytest.fixture(scope="module")
def site():
    server = Quiet()
    yield server
    server.end()


@pytest.fixture(scope="module")
def here(site):
    return f"http://127.0.0.1:{site.server_address[1]}"


@pytest.fixture(scope="module")
def asker():
    return Asker(pause=0.0, timeout=0.3)


def trial(address, item="fr-119", kind="web"):
    return Trial(
        part="FR",
        item=item,
        title=m.Both("Allô", "Allô"),
        kind=kind,
        value=address,
        should=m.Both("", ""),
        known=None,
        confidence="high",
        file="services/FR.yaml",
        line=3,
    )


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("/fine", "fine", 200),
        ("/picky", "fine", 200),
        ("/latin", "fine", 200),
        ("/moved", "moved", 200),
        ("/other", "other-owner", 200),
        ("/404", "dead", 404),
        ("/410", "dead", 410),
        ("/400", "dead", 400),
        ("/gone-on", "dead", 404),
        ("/500", "server-error", 500),
        ("/403", "refused", 403),
        ("/429", "refused", 429),
        ("/round", "loop", 302),
        ("/on", "loop", 302),
        ("/file", "dead", 302),
        ("/sale", "suspicious", 200),
        ("/busy", "fine", 200),
        ("/304", "fine", 304),
    ],
)
def test_each_answer_of_a_site_has_its_name(asker, here, path, outcome, status):
    answer = asker.ask(here + path)
    assert (answer.outcome, answer.status) == (outcome, status), answer


def test_the_way_is_told_step_by_step(asker, here):
    answer = asker.ask(f"{here}/other")
    assert [(hop.address.rpartition("/")[2], hop.status) for hop in answer.hops] == [
        ("other", 302),
        ("fine", 200),
    ]
    assert answer.final.startswith("http://localhost:")
    assert "127.0.0.1 became localhost" in answer.hints


def test_a_title_is_read_in_its_own_letters(asker, here):
    assert asker.ask(f"{here}/fine").title == asker.ask(f"{here}/latin").title == "Allô enfance"


def test_a_page_that_became_a_first_page_is_worth_a_look(asker, here):
    answer = asker.ask(f"{here}/deep/page")
    assert answer.outcome == "moved"
    assert any("first page" in hint for hint in answer.hints)


def test_a_server_that_does_not_answer_in_time(here):
    answer = Asker(pause=0.0, timeout=0.05).ask(f"{here}/slow")
    assert answer.outcome == "timeout"


def test_names_and_doors_that_are_not_there(asker):
    assert asker.ask("http://127.0.0.1:9/").outcome == "dead"
    assert asker.ask("http://nobody.invalid/").outcome == "dead"
    assert asker.ask("http://[broken/").outcome == "dead"


def test_of_a_huge_page_only_the_beginning_is_fetched(asker, here, site):
    answer = asker.ask(f"{here}/huge")
    assert (answer.outcome, answer.title) == ("fine", "Huge")
    end = time.monotonic() + 5
    while "/huge" not in site.cut_short and time.monotonic() < end:
        site.stop.wait(0.01)
    assert "/huge" in site.cut_short


def test_each_address_is_asked_for_its_head_first_and_no_cookie_comes_back(asker, here, site):
    before = len(site.asked)
    asker.ask(f"{here}/fine")
    asker.ask(f"{here}/named")
    asked = site.asked[before:]
    assert [(command, path) for command, _, path, _, _ in asked] == [
        ("HEAD", "/fine"),
        ("GET", "/fine"),
        ("HEAD", "/named"),
        ("GET", "/named"),
    ]
    for _, _, _, headers, _ in asked:
        assert not {"Cookie", "Referer", "Authorization"} & set(headers)
        assert headers["User-Agent"].startswith("FamilyGuide-link-check/")


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause_between():
    server = Quiet()
    port = server.server_address[1]
    names = [f"http://{host}:{port}/{page}" for host in ("127.0.0.1", "localhost") for page in "ab"]
    # This one leads to the other host while that one is being asked.
    names.append(f"http://127.0.0.1:{port}/other")
    check([trial(name) for name in names], Asker(pause=0.04))
    server.end()
    assert server.most == 1
    for host in ("127.0.0.1", "localhost"):
        times = [at for _, name, _, _, at in server.asked if name.startswith(host)]
        assert len(times) >= 4
        assert all(later - sooner >= 0.039 for sooner, later in zip(times, times[1:], strict=False))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate that nobody vouches for."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(tz=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(today - timedelta(days=2))
        .not_valid_after(today + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "own.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_certificate_that_nobody_vouches_for_is_told_and_never_passed_over(certificate):
    server = Quiet(certificate)
    address = f"https://127.0.0.1:{server.server_address[1]}/fine"
    other_name = address.replace("127.0.0.1", "localhost")
    doubted = Asker(pause=0.0).ask(address)
    trusting = Asker(pause=0.0, ca=certificate)
    assert doubted.outcome == "tls"
    assert "certificate" in doubted.fault.lower()
    assert trusting.ask(address).outcome == "fine"
    assert trusting.ask(other_name).outcome == "tls"
    server.end()


@pytest.mark.parametrize(
    ("host", "registered"),
    [
        ("www.interieur.gouv.fr", "interieur.gouv.fr"),
        ("signalement.social-sante.gouv.fr", "social-sante.gouv.fr"),
        ("ceop.police.uk", "ceop.police.uk"),
        ("support.google.com", "google.com"),
        ("somebody.github.io", "somebody.github.io"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
    ],
)
def test_the_owner_of_a_host_is_the_name_that_somebody_registered(host, registered):
    assert owner(host) == registered


def test_what_is_no_longer_as_it_was_is_said(asker, here):
    def was(title, final):
        return {f"{here}/untitled": Answer(address="", title=title, final=final)}

    def told(before):
        return check([trial(f"{here}/untitled")], asker, before)[0]

    assert told({}).hints == []
    assert told(was("Allô", here)).hints == ["its title is gone; it was: Allô"]
    changed = told(was(None, "https://allo119.gouv.fr/"))
    assert (changed.outcome, changed.hints) == ("other-owner", ["it led to allo119.gouv.fr before"])


def test_one_address_named_twice_is_asked_once_and_both_places_are_told(asker, here, site):
    before = len(site.asked)
    answers = check([trial(f"{here}/fine"), trial(f"{here}/fine", kind="chat_url")], asker)
    assert len(answers) == 1
    assert answers[0].places == ["services/FR.yaml: fr-119, web", "services/FR.yaml: fr-119, chat_url"]
    assert len(site.asked) - before == 2


@pytest.fixture
def two(monkeypatch, here):
    """A guide of two addresses, and a number."""
    listed = [trial(f"{here}/fine"), trial(f"{here}/404", "fr-17"), trial("17", "fr-17", "phone")]
    monkeypatch.setattr(check_links, "trials", lambda _content: listed)
    monkeypatch.setattr(check_links, "load", lambda _folder: None)
    return listed


def test_the_table_begins_with_the_gravest_and_the_json_has_everything(two, here, tmp_path, capsys):
    assert check_links.main(["--pause", "0", "--json", str(tmp_path / "links.json")]) == 1
    said = capsys.readouterr().out
    assert said.startswith("dead:")
    assert f"{here}/404 [404]" in said
    assert "services/FR.yaml: fr-17, web" in said
    assert "1 dead, 1 fine" in said
    assert "No number was tried" in said
    document = json.loads((tmp_path / "links.json").read_text(encoding="utf-8"))
    assert [answer["outcome"] for answer in document["answers"]] == ["fine", "dead"]
    assert document["numbers_tried"] == 0
    # And the next time it is what stood before.
    assert check_links.main(["--pause", "0", "--before", str(tmp_path / "links.json")]) == 1
    assert "its title" not in capsys.readouterr().out


def test_a_computer_without_a_network_accuses_nobody(two, monkeypatch, capsys, tmp_path):
    nobody = [trial("https://one.invalid/"), trial("https://two.invalid/")]
    monkeypatch.setattr(check_links, "trials", lambda _content: nobody)
    assert check_links.main(["--pause", "0", "--json", str(tmp_path / "links.json")]) == 2
    said = capsys.readouterr()
    assert "this computer has no network" in said.err
    assert said.out == ""
    assert not (tmp_path / "links.json").exists()


def test_all_well_is_exit_code_0(two, monkeypatch, capsys):
    monkeypatch.setattr(check_links, "trials", lambda _content: two[:1])
    assert check_links.main(["--pause", "0", "--part", "FR"]) == 0
    assert "1 fine" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--part", "XX"], "there is no part 'XX'; choose from: FR"),
        (["--before", "nothing.json"], "nothing.json is not the JSON of an earlier time"),
        (["--pause", "0", "--json", "no/such/folder/x.json"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(two, words, said, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert check_links.main(words) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
