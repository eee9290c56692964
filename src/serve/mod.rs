//! The dev server: a face of a live session that knows HTTP and the script that reloads pages.
//!
//! Loopback only. What is served is the session's world; problems are shown over the pages.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::watch as channel;

use crate::diagnostic::{self, Colour, Diagnostic, Explain as _, Language, Text, refuse};
use crate::live::{File, Session, Teller, Watch, World, follow};
use crate::project::Selection;

/// Tells the caller where the server is and what it sees.
pub trait Listener: Send + Sync + 'static {
    /// The server answers at `address`; what happens beside the files it is told by `teller`.
    fn ready(&self, address: &str, teller: Teller);
    /// Files changed; the world is this one now.
    fn changed(&self, files: &[String], world: &World);
}

/// How to serve.
#[derive(Debug, Clone, Copy)]
pub struct ServeOptions {
    /// The port to try first.
    pub port: u16,
    /// What is shown.
    pub selection: Selection,
    /// Language of the overlay.
    pub language: Language,
}

/// What is served.
#[derive(Clone)]
struct Shown {
    /// Goes up with every change of what follows.
    step: u64,
    world: Arc<World>,
    /// Its problems as the overlay shows them, empty when there are none; those of the world before
    /// while they are looked for.
    problems: String,
}

impl Shown {
    fn turn(&mut self, change: impl FnOnce(&mut Shown)) {
        self.step += 1;
        change(self);
    }
}

type Server = channel::Receiver<Shown>;

/// Serves the site in `root` until the process ends.
///
/// # Errors
///
/// The site cannot be watched or read at all, or no port is free.
pub fn serve(root: &Path, options: ServeOptions, listener: impl Listener) -> Result<()> {
    // Watching begins before loading, so that no edit falls between the two.
    let watch =
        Watch::new(root).explain(|| Text::new("没法留意文件的改动", "cannot watch the site's files"))?;
    let session = Session::open(root, options.selection)?;
    let world = Arc::clone(session.world());
    listener.changed(&[], &world);
    let problems = overlay(&world, options.language);
    let (sender, server) = channel::channel(Shown { step: 1, world, problems });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let socket = bind(options.port).await?;
        let address = socket.local_addr()?;
        listener.ready(&format!("http://localhost:{}/", address.port()), watch.teller());
        std::thread::spawn(move || {
            follow(session, watch, |files, world| {
                // Pages are new from here on; the checks take their time after that.
                sender.send_modify(|shown| shown.turn(|shown| shown.world = Arc::clone(world)));
                let problems = overlay(world, options.language);
                sender.send_modify(|shown| shown.turn(|shown| shown.problems = problems));
                listener.changed(files, world);
            });
        });
        let router = Router::new()
            .route("/_kepu/live.js", get(live_script))
            .route("/_kepu/changes", get(changes))
            .fallback(get(file))
            .layer(middleware::from_fn(same_host))
            .with_state(server);
        axum::serve(socket, router).await.explain(|| Text::new("预览停了", "the server stopped"))
    })
}

/// The wanted port, or the next free one.
async fn bind(port: u16) -> Result<TcpListener> {
    for candidate in (port..=port.saturating_add(19)).chain([0]) {
        if let Ok(socket) = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, candidate))).await {
            return Ok(socket);
        }
    }
    Err(refuse(format!("从 {port} 起没有空闲的端口"), format!("no free port from {port} on")))
}

/// Failures and errors as the overlay shows them; warnings are left to the terminal.
fn overlay(world: &World, language: Language) -> String {
    let errors: Vec<Diagnostic> =
        world.problems().iter().filter(|it| it.is_error()).take(20).cloned().collect();
    let mut text: String =
        world.failures().iter().map(|failure| format!("{}\n\n", failure.get(language))).collect();
    if !errors.is_empty() {
        let source = |file: &str| world.text(file);
        text.push_str(&diagnostic::render_text(&errors, &source, language, Colour::None));
    }
    text
}

/// Refuses requests that name another host: a page elsewhere may have its name resolved to this
/// machine (DNS rebinding).
async fn same_host(headers: HeaderMap, request: Request, next: Next) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if matches!(name, "localhost" | "127.0.0.1" | "[::1]") {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "this server answers to localhost only").into_response()
    }
}

async fn live_script() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (headers, include_str!("live.js")).into_response()
}

/// What the page in the browser knows.
#[derive(Debug, Deserialize)]
struct Known {
    version: u64,
    hash: String,
    page: String,
}

/// Answers when something is new, or after a while.
async fn changes(State(mut server): State<Server>, Query(known): Query<Known>) -> Response {
    let first = known.version == 0;
    let current = server.borrow_and_update().step;
    if !first && current == known.version {
        // The reader asks again after a time-out, so both outcomes are fine.
        drop(tokio::time::timeout(Duration::from_secs(25), server.changed()).await);
    }
    let Shown { step, world, problems } = server.borrow().clone();
    let answer = tokio::task::spawn_blocking(move || {
        let reload = match world.get(&known.page) {
            Some(Ok(file)) => page_hash(&file.bytes) != known.hash,
            // The page is gone or broken: what is on the screen is the last good one.
            _ => false,
        };
        serde_json::json!({ "version": step, "reload": reload, "problems": problems })
    });
    match answer.await {
        Ok(answer) => ([(header::CONTENT_TYPE, "application/json")], answer.to_string()).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn page_hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

async fn file(State(server): State<Server>, uri: Uri) -> Response {
    let path = percent_encoding::percent_decode_str(uri.path().trim_start_matches('/')).decode_utf8_lossy();
    let path =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.into_owned() };
    let world = Arc::clone(&server.borrow().world);
    let found = tokio::task::spawn_blocking(move || {
        let missing = || (StatusCode::NOT_FOUND, "404.html".to_owned(), world.get("404.html"));
        world.get(&path).map_or_else(missing, |file| (StatusCode::OK, path, Some(file)))
    });
    match found.await {
        Ok((status, path, Some(Ok(file)))) => answer(status, &path, file),
        Ok((status, _, None)) => (status, "not found").into_response(),
        Ok((_, _, Some(Err(error)))) => {
            (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}")).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn answer(status: StatusCode, path: &str, file: File) -> Response {
    let File { mut bytes, media_type, immutable } = file;
    if path.ends_with(".html") {
        let hash = page_hash(&bytes);
        // `path` is the path of a planned unit: ASCII letters, digits, `-`, `_`, `.` and `/`.
        let script =
            format!("<script src=/_kepu/live.js data-page=\"{path}\" data-hash={hash} defer></script>");
        bytes.extend_from_slice(script.as_bytes());
    }
    let cache = if immutable { "max-age=31536000, immutable" } else { "no-store" };
    let headers = [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, cache)];
    (status, headers, bytes).into_response()
}
