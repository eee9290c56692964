//! The dev server: file events in, one world out, pages rendered when they are asked for.
//!
//! Loopback only. It reads and shows; it never writes to the site. An edit that does not parse
//! leaves the last good page in place and shows the problem over it.

mod editor;
mod watch;
mod world;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
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
use crate::fs;
use crate::media::media_type;
use crate::project::{CacheFolder, Project, Selection, Sources, Texts, former_search};
use editor::Editor;
use watch::Watch;
use world::World;

/// Tells the caller where the server is and what it sees.
pub trait Listener: Send + Sync + 'static {
    /// The server answers at `address`.
    fn ready(&self, address: &str);
    /// Files changed; all problems there are now.
    fn changed(&self, files: &[String], problems: &[Diagnostic]);
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

/// What the page in a browser is told.
#[derive(Debug, Clone, Default)]
struct Told {
    version: u64,
    /// Problems as text, empty when there are none.
    problems: String,
}

struct Server {
    world: RwLock<Arc<World>>,
    told: channel::Receiver<Told>,
}

impl Server {
    fn world(&self) -> Arc<World> {
        Arc::clone(&self.world.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Serves the site in `root` until the process ends.
pub fn serve(root: &Path, options: ServeOptions, listener: impl Listener) -> Result<()> {
    let root = fs::canonical(root);
    // Watching begins before loading, so that no edit falls between the two.
    let watch =
        Watch::new(&root).explain(|| Text::new("没法留意文件的改动", "cannot watch the site's files"))?;
    let known = Texts::read(&CacheFolder::of(&root));
    let project = Project::load(&root, options.selection, &known)?;
    let search = Arc::new(Mutex::new(former_search(&CacheFolder::of(&root))));
    let world = Arc::new(World::new(&project, &search));
    let problems = world.problems();
    listener.changed(&[], &problems);
    let told = Told { version: 1, problems: overlay(&root, &problems, options.language) };
    let (sender, receiver) = channel::channel(told);
    let server = Arc::new(Server { world: RwLock::new(world), told: receiver });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let socket = bind(options.port).await?;
        let address = socket.local_addr()?;
        let editor =
            Editor { server: Arc::clone(&server), project, search, sender, language: options.language };
        listener.ready(&format!("http://localhost:{}/", address.port()));
        std::thread::spawn(move || editor.run(watch, &listener));
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

/// Errors as the overlay shows them; warnings are left to the terminal.
fn overlay(root: &Path, problems: &[Diagnostic], language: Language) -> String {
    let errors: Vec<Diagnostic> =
        problems.iter().filter(|it| it.severity == diagnostic::Severity::Error).take(20).cloned().collect();
    if errors.is_empty() {
        return String::new();
    }
    let sources = Sources::of(root);
    let source = |file: &str| sources.text(file);
    diagnostic::render_text(&errors, &source, language, Colour::None)
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
async fn changes(State(server): State<Arc<Server>>, Query(known): Query<Known>) -> Response {
    let mut told = server.told.clone();
    let first = known.version == 0;
    let current = told.borrow().clone();
    if !first && current.version == known.version {
        // The reader asks again after a time-out, so both outcomes are fine.
        drop(tokio::time::timeout(Duration::from_secs(25), told.changed()).await);
    }
    let told = told.borrow().clone();
    let answer = tokio::task::spawn_blocking(move || {
        let page = server.world().get(&known.page);
        let reload = match page {
            Some(Ok(bytes)) => page_hash(&bytes) != known.hash,
            // The page is gone or broken: what is on the screen is the last good one.
            _ => false,
        };
        serde_json::json!({ "version": told.version, "reload": reload, "problems": told.problems })
    });
    match answer.await {
        Ok(answer) => ([(header::CONTENT_TYPE, "application/json")], answer.to_string()).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn page_hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

async fn file(State(server): State<Arc<Server>>, uri: Uri) -> Response {
    let path = percent_encoding::percent_decode_str(uri.path().trim_start_matches('/')).decode_utf8_lossy();
    let path =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.into_owned() };
    let world = server.world();
    let found = tokio::task::spawn_blocking(move || {
        let (status, path) = match world.get(&path) {
            Some(bytes) => return (StatusCode::OK, path, bytes),
            None => (StatusCode::NOT_FOUND, "404.html".to_owned()),
        };
        let bytes = world.get(&path).unwrap_or_else(|| Ok(b"not found".to_vec()));
        (status, path, bytes)
    });
    match found.await {
        Ok((status, path, Ok(bytes))) => answer(status, &path, bytes),
        Ok((_, _, Err(error))) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}")).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn answer(status: StatusCode, path: &str, mut bytes: Vec<u8>) -> Response {
    let mime = media_type(path);
    if path.ends_with(".html") {
        let hash = page_hash(&bytes);
        // `path` is the path of a planned unit: ASCII letters, digits, `-`, `_`, `.` and `/`.
        let script =
            format!("<script src=/_kepu/live.js data-page=\"{path}\" data-hash={hash} defer></script>");
        bytes.extend_from_slice(script.as_bytes());
    }
    let headers = [(header::CONTENT_TYPE, mime), (header::CACHE_CONTROL, "no-store")];
    (status, headers, bytes).into_response()
}
