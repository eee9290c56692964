//! A real browser for the tests: chromedriver, spoken to in the words of the WebDriver standard
//! (W3C Recommendation, 5 June 2018) and, where that has none, of the Chrome DevTools Protocol.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long a page may take to become what a test waits for.
const PATIENCE: Duration = Duration::from_secs(20);

/// Keys that have no character (WebDriver, section 17.4.2).
pub const ENTER: &str = "\u{e007}";
const SELECT_ALL_AND_DELETE: &str = "\u{e009}a\u{e000}\u{e003}";

const OPTIONS: [&str; 14] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--no-proxy-server",
    "--window-size=1200,900",
    // Clicks would miss what is still being scrolled to.
    "--force-prefers-reduced-motion",
    "about:blank",
];

/// The member under which an element's reference travels (WebDriver, section 11).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser with one window. Dropped, it is gone with its profile; a test that fails leaves a
/// screenshot behind.
pub struct Browser {
    driver: Child,
    agent: ureq::Agent,
    /// Address of the session; of the driver alone until there is one.
    session: String,
    _profile: tempfile::TempDir,
}

/// An element of the page that was shown when it was found.
pub struct Element(String);

impl Browser {
    /// Starts a browser for `test`, or says that the test is left out: on a machine without Chromium
    /// `cargo test` passes, unless KEPU_REQUIRE_BROWSER is set.
    pub fn start(test: &str) -> Option<Browser> {
        let found = (
            installed(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]),
            installed(&["chromedriver"]),
        );
        if let (Some(chromium), Some(driver)) = found {
            return Some(Browser::open(&driver, &chromium));
        }
        let required = std::env::var_os("KEPU_REQUIRE_BROWSER").is_some_and(|it| !it.is_empty());
        assert!(!required, "{test} needs chromium and chromedriver, and KEPU_REQUIRE_BROWSER is set");
        // Not `eprintln!`, which the harness swallows when a test passes.
        drop(writeln!(std::io::stderr(), "left out: {test} needs chromium and chromedriver"));
        None
    }

    fn open(driver: &Path, chromium: &Path) -> Browser {
        let profile = tempfile::tempdir().expect("a temporary folder");
        let mut driver = Command::new(driver)
            .arg("--port=0")
            .env("TMPDIR", profile.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let port = port_of(&mut driver);
        let config = ureq::Agent::config_builder()
            .proxy(None)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        let mut browser = Browser {
            driver,
            agent: config.into(),
            session: format!("http://127.0.0.1:{port}/session"),
            _profile: profile,
        };
        let data = browser._profile.path().join("profile");
        let mut arguments: Vec<String> = OPTIONS.map(str::to_owned).to_vec();
        arguments.insert(0, format!("--user-data-dir={}", data.display()));
        let capabilities = json!({
            "goog:chromeOptions": { "binary": chromium, "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        let answer = browser.post("", json!({ "capabilities": { "alwaysMatch": capabilities } }));
        let id = answer["sessionId"].as_str().expect("a session");
        browser.session = format!("{}/{id}", browser.session);
        browser
    }

    /// Shows the page at `address` and waits until it has loaded.
    pub fn go(&self, address: &str) {
        self.post("/url", json!({ "url": address }));
    }

    /// The address of the page that is shown.
    pub fn address(&self) -> String {
        text(self.get("/url"))
    }

    /// The first element that a CSS selector finds.
    pub fn find(&self, selector: &str) -> Element {
        let found = self.post("/element", json!({ "using": "css selector", "value": selector }));
        Element(text(found[ELEMENT].clone()))
    }

    /// Types into an element, key by key.
    pub fn type_into(&self, element: &Element, keys: &str) {
        self.post(&format!("/element/{}/value", element.0), json!({ "text": keys }));
    }

    /// Empties a field as a reader does. WebDriver's own way sends no `input` event.
    pub fn clear(&self, element: &Element) {
        self.type_into(element, SELECT_ALL_AND_DELETE);
    }

    /// Clicks where a reader would; fails if something covers the element.
    pub fn click(&self, element: &Element) {
        self.post(&format!("/element/{}/click", element.0), json!({}));
    }

    /// The text of an element as a reader sees it.
    pub fn text_of(&self, element: &Element) -> String {
        text(self.get(&format!("/element/{}/text", element.0)))
    }

    /// The value of a JavaScript expression in the page.
    pub fn evaluate(&self, expression: &str) -> Value {
        self.post("/execute/sync", json!({ "script": format!("return {expression}"), "args": [] }))
    }

    /// Waits until a JavaScript expression is true in the page.
    pub fn wait_until(&self, expression: &str) {
        let began = Instant::now();
        while self.evaluate(&format!("Boolean({expression})")) != Value::Bool(true) {
            assert!(began.elapsed() < PATIENCE, "`{expression}` never came true on {}", self.address());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Gives the window the size of a phone's or a desk's screen; windows themselves cannot be as
    /// narrow as phones.
    pub fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size);
    }

    /// Shows pages as to a reader whose device is set to dark.
    pub fn prefer_dark(&self) {
        let dark = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
        self.devtools("Emulation.setEmulatedMedia", dark);
    }

    /// Turns the pages' own scripts on or off, from the next page on.
    pub fn allow_scripts(&self, allowed: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !allowed }));
    }

    /// Lets pages believe, from the next one on, that it is this moment (ISO 8601).
    pub fn pretend(&self, moment: &str) {
        let source = format!("Date.now = function () {{ return Date.parse('{moment}'); }};");
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
    }

    /// What the console has said since the last call, as it said it.
    pub fn console(&self) -> Vec<String> {
        self.log("browser").iter().map(|entry| text(entry["message"].clone())).collect()
    }

    /// The addresses that were asked for since the last call, by pages and what they load.
    pub fn requests(&self) -> Vec<String> {
        let parsed = self.log("performance").into_iter().map(|entry| {
            let event: Value =
                serde_json::from_str(entry["message"].as_str().expect("an event")).expect("JSON");
            event["message"].clone()
        });
        let sent = parsed.filter(|event| event["method"] == "Network.requestWillBeSent");
        let addresses = sent.map(|event| text(event["params"]["request"]["url"].clone()));
        // The browser's own pages are no concern of the site's.
        addresses.filter(|it| !it.starts_with("chrome:")).collect()
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        match self.post("/se/log", json!({ "type": kind })) {
            Value::Array(entries) => entries,
            other => panic!("not a log: {other}"),
        }
    }

    fn devtools(&self, command: &str, parameters: Value) {
        self.post("/goog/cdp/execute", json!({ "cmd": command, "params": parameters }));
    }

    fn get(&self, path: &str) -> Value {
        let request = self.agent.get(format!("{}{path}", self.session));
        value(path, request.call().and_then(|mut answer| answer.body_mut().read_json()))
    }

    fn post(&self, path: &str, body: Value) -> Value {
        let request = self.agent.post(format!("{}{path}", self.session));
        value(path, request.send_json(body).and_then(|mut answer| answer.body_mut().read_json()))
    }

    /// Keeps what the browser shows, for whoever looks into a failure.
    fn keep_screenshot(&self) -> Option<PathBuf> {
        let mut answer = self.agent.get(format!("{}/screenshot", self.session)).call().ok()?;
        let answer: Value = answer.body_mut().read_json().ok()?;
        let picture = decode_base64(answer["value"].as_str()?)?;
        let name = std::thread::current().name().unwrap_or("test").replace("::", "-");
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        std::fs::write(&path, picture).ok()?;
        Some(path)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if std::thread::panicking()
            && let Some(path) = self.keep_screenshot()
        {
            eprintln!("screenshot: {}", path.display());
        }
        // Ending the session ends the browser; the driver is ended by force if it will not answer.
        drop(self.agent.delete(&self.session).call());
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}

/// The port that the driver has chosen; it says so when it listens.
fn port_of(driver: &mut Child) -> u16 {
    let output = driver.stdout.take().expect("the output is piped");
    let mut lines = BufReader::new(output).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    // A pipe that nobody reads would stop the driver when it is full.
    std::thread::spawn(move || lines.for_each(drop));
    port.expect("chromedriver says where it listens")
}

fn installed(names: &[&str]) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&folders).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|it| it.is_file())
}

fn value(path: &str, answer: Result<Value, ureq::Error>) -> Value {
    let answer = answer.unwrap_or_else(|error| panic!("the browser does not answer `{path}`: {error}"));
    let value = answer["value"].clone();
    assert!(value.get("error").is_none(), "the browser refuses `{path}`: {value:#}");
    value
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => panic!("not a text: {other}"),
    }
}

/// Screenshots come in Base64 (RFC 4648, section 4).
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for character in text.bytes().filter(|it| *it != b'=') {
        let digit = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}
