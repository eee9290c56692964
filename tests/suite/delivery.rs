//! Delivering to channels: once, and provably. The far side is a server of our own that counts.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use crate::far_side::{FarSide, answer};
use crate::site::{TestSite, command, said};

fn article(title: &str, more: &str) -> String {
    format!("---\n标题: {title}\n主题: 农技\n发布日期: 2026-11-01\n摘要: 先盖后灌水。\n{more}---\n\n正文。\n")
}

/// A site with three articles and a channel whose entry ends with `deliver`.
fn site(deliver: &str) -> TestSite {
    let site = TestSite::new("");
    site.write(
        "site.yaml",
        format!(
            "title: 测试站\nbase_url: https://kepu.example.org\nrequired: [title]\ntopics:\n  - {{ id: agri, name: 农技 }}\n  - {{ id: health, name: 健康, health: true }}\nchannels:\n  - {{ id: out, name: 外发, format: message, deliver: {{ {deliver} }} }}\n"
        ),
    );
    for name in ["a", "b", "c"] {
        site.write(&format!("content/articles/{name}.md"), article(&format!("文章{name}"), ""));
    }
    site
}

const SECRET: &str = "s3cr3t-of-the-channel";

fn push(site: &TestSite, more: &[&str]) -> std::process::Output {
    let mut command = command(site.root());
    command.args(["channel", "push", "out", "--as-of", "2026-11-23"]).args(more);
    command.env("OUT_SECRET", SECRET).env_remove("HTTP_PROXY").env_remove("http_proxy");
    command.output().expect("kepu runs")
}

fn ledger(site: &TestSite) -> String {
    std::fs::read_to_string(site.root().join("state/channels/out.jsonl")).unwrap_or_default()
}

#[test]
fn a_folder_gets_each_article_once_whole_and_hears_of_changes() {
    let site = site("to: folder, folder: drop");
    let output = push(&site, &[]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("is the share connected"), "{}", said(&output));
    std::fs::create_dir(site.root().join("drop")).expect("a folder");
    let output = push(&site, &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("3 delivered"), "{}", said(&output));
    let files = || {
        let mut names: Vec<String> = std::fs::read_dir(site.root().join("drop"))
            .expect("the folder")
            .map(|it| it.expect("a file").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(files(), ["agri-a.message.txt", "agri-b.message.txt", "agri-c.message.txt"]);
    assert_eq!(ledger(&site).lines().count(), 6);
    // Nothing changed: nothing is sent, and the ledger stays as it is.
    let before = ledger(&site);
    assert!(said(&push(&site, &[])).contains("0 delivered"));
    assert_eq!(ledger(&site), before);
    // A change goes there as a correction, a file that is gone as a withdrawal.
    site.write("content/articles/a.md", article("文章甲", ""));
    site.remove("content/articles/b.md");
    let output = push(&site, &["--verbose"]);
    assert!(said(&output).contains("correct `文章甲`: delivered"), "{}", said(&output));
    assert!(said(&output).contains("withdraw `文章b`: delivered"), "{}", said(&output));
    assert_eq!(files(), ["agri-a.message.txt", "agri-b.withdrawn.txt", "agri-c.message.txt"]);
    let text = std::fs::read_to_string(site.root().join("drop/agri-a.message.txt")).expect("text");
    assert!(text.contains("文章甲"));
    assert!(said(&push(&site, &[])).contains("0 delivered"));
}

#[test]
fn what_is_wrong_unreviewed_or_run_out_is_never_sent() {
    let site = site("to: folder, folder: drop");
    std::fs::create_dir(site.root().join("drop")).expect("a folder");
    site.write("content/articles/a.md", article("文章a", "草稿: true\n"));
    site.write("content/articles/b.md", article("文章b", "").replace("农技", "健康"));
    site.write("content/articles/c.md", article("文章c", "有效期至: 2026-11-01\n"));
    site.write("content/articles/d.md", article("文章d", "日期二: [\n"));
    site.write("content/articles/e.md", article("文章e", "").replace("正文", "[坏](没有.md)"));
    let output = push(&site, &[]);
    assert!(said(&output).contains("0 delivered"), "{}", said(&output));
    assert_eq!(std::fs::read_dir(site.root().join("drop")).expect("the folder").count(), 0);
    assert!(said(&output).contains("held back `文章b`"), "{}", said(&output));
    assert!(said(&output).contains("held back `文章e`"), "{}", said(&output));
}

#[test]
fn a_webhook_is_signed_and_known_by_its_key() {
    let far = FarSide::new(|place, _| answer(200, "", &format!("{{\"id\":\"n{place}\"}}")));
    let site =
        site(&format!("to: webhook, address: \"{}/in\", secret_env: OUT_SECRET, at_once: 1", far.address));
    let output = push(&site, &[]);
    assert!(output.status.success(), "{}", said(&output));
    let got = far.got();
    assert_eq!(got.len(), 3);
    let mut keys: Vec<&str> = got.iter().map(|it| it.header("idempotency-key")).collect();
    keys.dedup();
    assert_eq!(keys.len(), 3);
    for request in &got {
        assert_eq!(request.line, "POST /in HTTP/1.1");
        let json = request.json();
        assert_eq!(json["action"], "send");
        assert!(json["files"][0]["text"].as_str().expect("text").contains("文章"));
        // Computed by another crate than the one that signed it.
        let (time, mac) = request.header("x-kepu-signature").split_once(",v1=").expect("two parts");
        let mut signed = time.trim_start_matches("t=").as_bytes().to_vec();
        signed.push(b'.');
        signed.extend_from_slice(&request.body);
        assert_eq!(hmac(SECRET.as_bytes(), &signed), mac);
    }
    assert!(ledger(&site).contains("\"id\":\"n0\""));
}

/// RFC 2104 by hand.
fn hmac(key: &[u8], text: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let inner = Sha256::new().chain_update(block.map(|it| it ^ 0x36)).chain_update(text).finalize();
    let outer = Sha256::new().chain_update(block.map(|it| it ^ 0x5c)).chain_update(inner).finalize();
    outer.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_form_carries_the_files_as_they_are() {
    let far = FarSide::new(|_, _| answer(204, "", ""));
    let site = site(&format!(
        "to: webhook, body: multipart, address: \"{}\", secret_env: OUT_SECRET, at_once: 1",
        far.address
    ));
    assert!(push(&site, &[]).status.success());
    let request = far.got().remove(0);
    let text = String::from_utf8(request.body.clone()).expect("text");
    let boundary = request.header("content-type").split_once("boundary=").expect("a boundary").1.to_owned();
    assert_eq!(text.matches(&format!("--{boundary}\r\n")).count(), 2, "{text}");
    assert!(text.ends_with(&format!("\r\n--{boundary}--\r\n")));
    assert!(text.contains("name=\"file\"; filename=\"agri-") && text.contains("【测试站】文章"), "{text}");
}

#[test]
fn what_was_not_taken_is_sent_again_in_time() {
    // Busy, then cut off before an answer, then taken.
    let far = FarSide::new(|place, _| match place {
        0 => answer(503, "Retry-After: 0\r\n", ""),
        1 => None,
        _ => answer(200, "", ""),
    });
    let site =
        site(&format!("to: webhook, address: \"{}\", secret_env: OUT_SECRET, at_once: 1", far.address));
    let output = push(&site, &["--article", "a"]);
    assert!(output.status.success(), "{}", said(&output));
    let keys: Vec<String> = far.got().iter().map(|it| it.header("idempotency-key").to_owned()).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}

#[test]
fn a_far_side_that_asks_for_patience_is_left_alone() {
    let far = FarSide::new(|_, _| answer(429, "Retry-After: 3600\r\n", ""));
    let site =
        site(&format!("to: webhook, address: \"{}\", secret_env: OUT_SECRET, at_once: 1", far.address));
    let output = push(&site, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("60 minutes"), "{}", said(&output));
    assert_eq!(far.got().len(), 1, "no other article fares better");
}

#[test]
fn what_is_in_doubt_is_sent_again_under_the_same_key() {
    let far = FarSide::new(|place, _| if place == 0 { None } else { answer(200, "", "") });
    let site = site(&format!(
        "to: webhook, address: \"{}\", secret_env: OUT_SECRET, at_once: 1, retries: 0",
        far.address
    ));
    let output = push(&site, &["--article", "a"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("nobody knows whether it arrived"), "{}", said(&output));
    let output = push(&site, &["--article", "a", "--verbose"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("same Idempotency-Key"), "{}", said(&output));
    let keys: Vec<String> = far.got().iter().map(|it| it.header("idempotency-key").to_owned()).collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], keys[1]);
}

/// The first attempt may be there; that the second was not taken says nothing of it.
#[test]
fn a_doubt_outlives_an_attempt_that_fails() {
    let far = FarSide::new(|place, _| match place {
        0 => None,
        1 => answer(403, "", ""),
        _ => answer(200, "", ""),
    });
    let site = site(&format!(
        "to: webhook, address: \"{}\", secret_env: OUT_SECRET, at_once: 1, retries: 0",
        far.address
    ));
    assert_eq!(push(&site, &["--article", "a"]).status.code(), Some(1));
    site.remove("content/articles/a.md");
    site.remove("content/articles/b.md");
    site.remove("content/articles/c.md");
    assert_eq!(push(&site, &[]).status.code(), Some(1));
    let output = push(&site, &["--verbose"]);
    assert!(said(&output).contains("withdraw `文章a`: delivered"), "{}", said(&output));
    assert_eq!(far.got()[2].json()["action"], "withdraw");
}

#[test]
fn no_secret_is_shown_or_written_and_none_goes_elsewhere() {
    // It repeats what it was sent, and sends the sender on.
    let elsewhere = FarSide::new(|_, _| answer(200, "", ""));
    let to = elsewhere.address.replace("127.0.0.1", "localhost");
    let far = FarSide::new(move |place, _| match place {
        0 => answer(200, "", &format!("{{\"id\":\"{SECRET}\"}}")),
        _ => answer(307, &format!("Location: {to}/?{SECRET}\r\n"), SECRET),
    });
    let site = site("to: webhook, address_env: OUT_ADDRESS, secret_env: OUT_SECRET, at_once: 1");
    let mut all = String::new();
    for more in [&["--dry-run", "--verbose"][..], &["--article", "a", "--verbose"], &["--verbose"]] {
        let mut command = command(site.root());
        command.args(["channel", "push", "out", "--as-of", "2026-11-23"]).args(more);
        command.env("OUT_SECRET", SECRET).env("OUT_ADDRESS", format!("{}/key-of-address-1", far.address));
        let output = command.output().expect("kepu runs");
        all += &said(&output);
        all += &String::from_utf8_lossy(&output.stdout);
    }
    assert!(all.contains("would send `文章a`") && all.contains("we did not go"), "{all}");
    assert!(elsewhere.got().is_empty());
    assert_eq!(far.got().len(), 2, "a dry run sends nothing");
    for entry in walkdir::WalkDir::new(site.root().join("state")).into_iter().flatten() {
        all += &std::fs::read_to_string(entry.path()).unwrap_or_default();
    }
    for hidden in [SECRET, "key-of-address-1"] {
        assert!(!all.contains(hidden), "{all}");
    }
}

#[test]
fn what_is_not_encrypted_stays_on_this_machine() {
    let site = site(
        "to: webhook, address: \"http://kepu.example.org/in\", secret_env: OUT_SECRET, retries: 0, at_once: 1",
    );
    let output = push(&site, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("not encrypted"), "{}", said(&output));
    assert!(said(&output).contains("2 not tried"), "{}", said(&output));
}

/// A certificate that nobody signed, on a server that would take everything.
#[test]
fn a_certificate_of_nobody_is_refused_and_one_that_is_named_is_not() {
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let chain = vec![certified.cert.der().clone()];
    let key =
        rustls::pki_types::PrivateKeyDer::try_from(certified.signing_key.serialize_der()).expect("a key");
    let config =
        rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .expect("a server");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let config = Arc::new(config);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut connection = rustls::ServerConnection::new(Arc::clone(&config)).expect("a connection");
            let mut tls = rustls::Stream::new(&mut connection, &mut stream);
            let mut bytes = [0; 65536];
            if tls.read(&mut bytes).is_ok() {
                drop(tls.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"));
            }
        }
    });
    let deliver = format!(
        "to: webhook, address: \"https://localhost:{port}/\", secret_env: OUT_SECRET, retries: 0, at_once: 1"
    );
    let output = push(&site(&deliver), &["--article", "a"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("cannot be trusted"), "{}", said(&output));
    let trusting = site(&format!("{deliver}, certificates: far.pem"));
    trusting.write("far.pem", certified.cert.pem());
    let output = push(&trusting, &["--article", "a"]);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn an_answer_without_end_and_one_that_trickles_are_borne() {
    let long = FarSide::new(|_, _| answer(200, "", &"x".repeat(10 << 20)));
    let site_of = |far: &FarSide, more: &str| {
        site(&format!("to: webhook, address: \"{}\", secret_env: OUT_SECRET, at_once: 1{more}", far.address))
    };
    let output = push(&site_of(&long, ""), &["--article", "a"]);
    assert!(output.status.success(), "{}", said(&output));
    let slow = FarSide::new(|_, _| {
        std::thread::sleep(Duration::from_secs(3));
        answer(200, "", "")
    });
    let output = push(&site_of(&slow, ", timeout: 1, retries: 0"), &["--article", "a"]);
    assert!(said(&output).contains("did not answer in time"), "{}", said(&output));
}

#[test]
fn a_damaged_ledger_is_refused_and_a_broken_end_is_mended() {
    let site = site("to: folder, folder: drop");
    std::fs::create_dir(site.root().join("drop")).expect("a folder");
    assert!(push(&site, &[]).status.success());
    let whole = ledger(&site);
    site.write("state/channels/out.jsonl", &whole[..whole.len() - 30]);
    let output = push(&site, &["--verbose"]);
    assert!(said(&output).contains("was not finished"), "{}", said(&output));
    assert!(said(&output).contains("the last run broke off"), "{}", said(&output));
    assert!(said(&output).contains("1 delivered"), "{}", said(&output));
    for (damage, words) in [("{\"at\"\n", "line 1 of the ledger"), ("<<<<<<< HEAD\n", "is a mark of a merge")]
    {
        site.write("state/channels/out.jsonl", format!("{damage}{whole}"));
        let output = push(&site, &[]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(words), "{}", said(&output));
        assert_eq!(ledger(&site), format!("{damage}{whole}"));
    }
}

#[test]
fn a_second_run_says_who_holds_the_lock() {
    let far = FarSide::new(|_, _| {
        std::thread::sleep(Duration::from_millis(1500));
        answer(200, "", "")
    });
    let site =
        site(&format!("to: webhook, address: \"{}\", secret_env: OUT_SECRET, at_once: 1", far.address));
    std::thread::scope(|scope| {
        let first = scope.spawn(|| push(&site, &[]));
        while far.got().is_empty() && !first.is_finished() {
            std::thread::sleep(Duration::from_millis(10));
        }
        let second = push(&site, &[]);
        assert_eq!(second.status.code(), Some(2), "{}", said(&second));
        assert!(said(&second).contains("another kepu is sending to `out` (PID "), "{}", said(&second));
        assert!(first.join().expect("no panic").status.success());
    });
    assert_eq!(far.got().len(), 3);
}

#[test]
fn a_table_says_how_every_article_stands() {
    let site = site("to: folder, folder: drop");
    std::fs::create_dir(site.root().join("drop")).expect("a folder");
    site.write("content/articles/h.md", article("=文章h", "").replace("农技", "健康"));
    assert!(push(&site, &["--article", "a"]).status.success());
    assert!(push(&site, &["--article", "b"]).status.success());
    site.write("content/articles/b.md", article("文章<乙>", ""));
    let status = |more: &[&str]| {
        let arguments = [&["channel", "status", "--as-of", "2026-11-23"], more].concat();
        let output = site.kepu(&arguments);
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8(output.stdout).expect("text")
    };
    let text = status(&[]);
    let states: Vec<&str> = text.lines().map(|line| line[5..20].trim()).collect();
    assert_eq!(states.len(), 4, "{text}");
    assert!(states[0].starts_with("sent") && states[1].starts_with("changed since"), "{text}");
    assert!(states[2].starts_with("new") && states[3].starts_with("held back"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&status(&["--format", "json"])).expect("JSON");
    assert_eq!(json[1]["state"], "changed");
    assert_eq!(json[3]["note"]["en"], "it gives advice on health and was not reviewed");
    let csv = status(&["out", "--format", "csv"]);
    assert!(csv.starts_with("\u{feff}渠道,文章") && csv.contains(",'=文章h,"), "{csv}");
    let page = status(&["--format", "html"]);
    assert!(page.contains("文章&lt;乙&gt;") && page.contains("发后有改动"), "{page}");
}

#[test]
fn a_network_disk_gets_whole_files_and_gives_them_back() {
    let far = FarSide::new(|_, got| answer(if got.line.starts_with("DELETE") { 404 } else { 201 }, "", ""));
    let site = site(&format!(
        "to: webdav, address: \"{}/dav/\", account: office, secret_env: OUT_SECRET, at_once: 1",
        far.address
    ));
    let output = push(&site, &["--article", "a"]);
    assert!(output.status.success(), "{}", said(&output));
    site.remove("content/articles/a.md");
    let output = push(&site, &["--since", "2099-01-01"]);
    assert!(output.status.success(), "{}", said(&output));
    let got = far.got();
    let lines: Vec<&str> = got.iter().map(|it| it.line.as_str()).collect();
    assert_eq!(
        lines,
        [
            "PUT /dav/.agri-a.message.txt.part HTTP/1.1",
            "MOVE /dav/.agri-a.message.txt.part HTTP/1.1",
            "DELETE /dav/agri-a.message.txt HTTP/1.1",
        ]
    );
    assert!(got[1].header("destination").ends_with("/dav/agri-a.message.txt"));
    assert!(got[0].header("authorization").starts_with("Basic "));
    assert!(String::from_utf8_lossy(&got[0].body).contains("文章a"));
}

#[test]
fn search_engines_and_hubs_are_told_once_of_all() {
    let far = FarSide::new(|_, got| {
        let body = if got.line.contains("/urls") {
            "{\"remain\":7,\"success\":2,\"not_same_site\":[],\"not_valid\":[\"https://kepu.example.org/agri/b.html\"]}"
        } else {
            ""
        };
        answer(200, "", body)
    });
    let baidu = site(&format!(
        "to: baidu, address: \"{}/urls\", account: kepu.example.org, secret_env: OUT_SECRET, at_once: 1",
        far.address
    ));
    let output = push(&baidu, &["--verbose"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("Baidu says that it is no address"), "{}", said(&output));
    assert!(said(&output).contains("7 more can be submitted today"), "{}", said(&output));
    let engines =
        site(&format!("to: indexnow, address: \"{}/indexnow\", account: abcdef0123456789", far.address));
    assert!(push(&engines, &[]).status.success());
    let hub = site(&format!("to: websub, address: \"{}/hub\"", far.address));
    assert!(push(&hub, &[]).status.success());
    assert!(push(&hub, &[]).status.success(), "nothing is new");
    let got = far.got();
    assert_eq!(String::from_utf8_lossy(&got[0].body).lines().count(), 3);
    assert!(got[0].line.starts_with("POST /urls?site=kepu.example.org&token="), "{}", got[0].line);
    assert_eq!(got[1].json()["urlList"].as_array().map(Vec::len), Some(3));
    assert_eq!(got[1].json()["keyLocation"], "https://kepu.example.org/abcdef0123456789.txt");
    let hubs: Vec<String> =
        got[2..].iter().map(|it| String::from_utf8_lossy(&it.body).into_owned()).collect();
    assert_eq!(hubs.len(), 9, "each feed once: {hubs:?}");
    assert!(
        hubs[0].contains("hub.mode=publish&hub.url=https%3A%2F%2Fkepu.example.org%2Ffeeds%2Fall.rss.xml")
    );
}
