//! A far side of our own, that counts what it gets.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A request as the far side got it.
#[derive(Debug, Clone, Default)]
pub struct Got {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Got {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// What the far side does with a request: the bytes of its answer, or none for a cut connection.
type Behaviour = dyn Fn(usize, &Got) -> Option<Vec<u8>> + Send + Sync;

pub struct FarSide {
    pub address: String,
    got: Arc<Mutex<Vec<Got>>>,
}

impl FarSide {
    pub fn new(behave: impl Fn(usize, &Got) -> Option<Vec<u8>> + Send + Sync + 'static) -> FarSide {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let got: Arc<Mutex<Vec<Got>>> = Arc::default();
        let behave: Arc<Behaviour> = Arc::new(behave);
        let all = Arc::clone(&got);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (all, behave) = (Arc::clone(&all), Arc::clone(&behave));
                std::thread::spawn(move || serve(&stream, &all, &*behave));
            }
        });
        FarSide { address, got }
    }

    pub fn got(&self) -> Vec<Got> {
        self.got.lock().expect("no panic").clone()
    }
}

fn serve(stream: &TcpStream, all: &Mutex<Vec<Got>>, behave: &Behaviour) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut got = Got::default();
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        got.line = line.trim().to_owned();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("a header");
            let Some((name, value)) = line.trim().split_once(": ") else { break };
            got.headers.push((name.to_lowercase(), value.to_owned()));
        }
        got.body = vec![0; got.header("content-length").parse().unwrap_or(0)];
        reader.read_exact(&mut got.body).expect("the body");
        let place = {
            let mut all = all.lock().expect("no panic");
            all.push(got.clone());
            all.len() - 1
        };
        let mut stream = stream;
        match behave(place, &got) {
            Some(answer) => stream.write_all(&answer).expect("an answer"),
            None => {
                stream.shutdown(std::net::Shutdown::Both).expect("a cut");
                return;
            }
        }
    }
}

/// An answer of HTTP.
pub fn answer(status: u16, headers: &str, body: &str) -> Option<Vec<u8>> {
    let length = body.len();
    Some(format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n{headers}\r\n{body}").into_bytes())
}
