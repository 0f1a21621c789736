"""What a person does in a browser, in few words."""

import json
from urllib.parse import quote, urlsplit

from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

# A bound for what must happen but takes no set time.
SECONDS_MAX = 20


def encoded(text):
    return quote(text, safe="")


class Window:
    """One tab. Every look at it waits until there is what is looked for."""

    def __init__(self, driver, url, handle, first):
        self.driver = driver
        self.url = url
        self.handle = handle
        self.first = first

    @staticmethod
    def opened(driver, url):
        first = driver.current_window_handle
        for kind in ("browser", "performance"):
            driver.get_log(kind)
        driver.switch_to.new_window("tab")
        return Window(driver, url, driver.current_window_handle, first)

    def another(self):
        """A second tab, with a session of its own: it can be somebody else's."""
        self.driver.switch_to.new_window("tab")
        return Window(self.driver, self.url, self.driver.current_window_handle, self.first)

    def close_all(self):
        for handle in self.driver.window_handles:
            if handle != self.first:
                self.driver.switch_to.window(handle)
                self.driver.close()
        self.driver.switch_to.window(self.first)

    def told(self):
        """What the browser complained of, and which requests went elsewhere."""
        complaints = [
            entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"
        ]
        foreign = []
        for entry in self.driver.get_log("performance"):
            event = json.loads(entry["message"])["message"]
            if event["method"] != "Network.requestWillBeSent":
                continue
            target = event["params"]["request"]["url"]
            if urlsplit(target).scheme in ("http", "https", "ws", "wss") and not _is_here(target):
                foreign.append(target)
        return complaints, foreign

    def portal(self, fragment):
        self._open(f"/portal/#/{fragment}")

    def console(self, fragment):
        self._open(f"/_mpa/#/{fragment}")

    def visit(self, target):
        self.front()
        self.driver.get(target)

    def _open(self, target):
        self.front()
        # Away first: the same page with another fragment would not be loaded anew.
        self.driver.get("about:blank")
        self.driver.get(self.url + target)

    def front(self):
        self.driver.switch_to.window(self.handle)

    # Looking

    def wait(self, condition, what):
        """What `condition` gives once it gives something; or else says `what`, and what is shown."""
        self.front()

        def met(_):
            try:
                return condition()
            except StaleElementReferenceException:
                return False

        try:
            return WebDriverWait(self.driver, SECONDS_MAX, 0.05).until(met)
        except TimeoutException:
            # Now, not before the wait: by then the page was another one.
            shown = self.script("return document.body?.innerText ?? ''")
        raise AssertionError(f"{what}; the page shows {shown!r}")

    def all(self, selector):
        self.front()
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        found = self.wait(lambda: self.all(selector), f"no {selector}")
        return found[0]

    @property
    def text(self):
        return self.one("main").text

    def sees(self, *texts):
        """Waits until all of these stand on the page."""
        for text in texts:
            self.wait(lambda: text in self.one("main").text, f"{text!r} is not there")

    def loses(self, text):
        self.wait(lambda: text not in self.one("main").text, f"{text!r} stays")

    def heading(self, text):
        self.wait(lambda: any(each.text == text for each in self.all("h1")), f"no heading {text!r}")

    def announced(self, text):
        self.wait(lambda: text in self.one("#announcements").text, f"{text!r} is not announced")

    def script(self, code, *arguments):
        self.front()
        return self.driver.execute_script(code, *arguments)

    # Acting

    def click(self, name, within="body"):
        """Clicks the button or link of that name."""
        self.wait(lambda: self._press(name, within), f"no button {name!r}")

    def _press(self, name, within):
        for element in self.all(f"{within} button, {within} a"):
            # Behind the name of a tab stands how much waits there.
            text = element.text
            is_it = name in text.splitlines() or (within == "nav" and text.startswith(name))
            if is_it and element.is_displayed() and element.is_enabled():
                element.click()
                return True
        return False

    def fill(self, label, text):
        """Types into the field with that label, in place of what is in it."""
        field = self.wait(lambda: self._field(label), f"no field {label!r}")
        field.clear()
        field.send_keys(text)

    def _field(self, label):
        for element in self.all("label"):
            if element.text == label:
                return self.driver.find_element(By.ID, element.get_attribute("for"))
        return None

    # Emulation

    def shape(self, width, height, scheme="light"):
        self.front()
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
        )
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
        )

    def picture(self, path):
        self.front()
        assert self.driver.save_screenshot(str(path))


def _is_here(target):
    return urlsplit(target).hostname in ("127.0.0.1", "evil.example")
