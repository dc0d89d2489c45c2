//! A bucket on this machine: it serves files over HTTP, and misbehaves as told.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What is wrong with a file.
#[derive(Clone, Copy)]
pub enum Fault {
    /// The connection ends after so many bytes of an answer.
    CutAfter(usize),
    /// The checksum of something else is told.
    WrongChecksum,
    /// This status instead.
    Status(u16),
    /// The first bytes come, and then nothing until the other side goes.
    Stall,
}

#[derive(Default)]
struct Bucket {
    files: BTreeMap<String, Vec<u8>>,
    /// What is wrong with a file, and how often.
    faults: BTreeMap<String, (Fault, usize)>,
    requests: Vec<String>,
    refuses_head: bool,
}

/// A bucket that is served until the test ends.
#[derive(Clone)]
pub struct Server {
    bucket: Arc<Mutex<Bucket>>,
    pub address: String,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { bucket: Arc::default(), address };
        let bucket = Arc::clone(&server.bucket);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let bucket = Arc::clone(&bucket);
                // A client that goes in the middle is part of the game.
                thread::spawn(move || drop(serve(&stream, &bucket)));
            }
        });
        server
    }

    pub fn put(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.bucket.lock().unwrap().files.insert(format!("/{path}"), bytes.into());
    }

    /// The next `times` answers with this file are wrong.
    pub fn fault(&self, path: &str, fault: Fault, times: usize) {
        self.bucket.lock().unwrap().faults.insert(format!("/{path}"), (fault, times));
    }

    /// From now on HEAD is no method that it knows.
    pub fn refuse_head(&self) {
        self.bucket.lock().unwrap().refuses_head = true;
    }

    /// What was asked since this was called last: method, path, and the range if there was one.
    pub fn requests(&self) -> Vec<String> {
        std::mem::take(&mut self.bucket.lock().unwrap().requests)
    }
}

struct Request {
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
}

/// Reads one request; through a proxy, the target is a whole address.
fn read(reader: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?);
    let path = match target.strip_prefix("http://") {
        Some(rest) => rest.find('/').map_or("/", |slash| &rest[slash..]),
        None => target,
    };
    let path = path.replace("%20", " ");
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim().split_once(':') {
            Some((name, value)) => headers.insert(name.to_lowercase(), value.trim().to_owned()),
            None => return Some(Request { method, path, headers }),
        };
    }
}

fn serve(stream: &TcpStream, bucket: &Mutex<Bucket>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut out = stream;
    let Some(mut request) = read(&mut reader) else { return Ok(()) };
    if request.method == "CONNECT" {
        write!(out, "HTTP/1.1 200 OK\r\n\r\n")?;
        let Some(inner) = read(&mut reader) else { return Ok(()) };
        request = inner;
    }
    let (file, fault, refused) = {
        let mut bucket = bucket.lock().unwrap();
        let range = request.headers.get("range").map(|range| format!(" {range}")).unwrap_or_default();
        bucket.requests.push(format!("{} {}{range}", request.method, &request.path[1..]));
        let fault = bucket.faults.get_mut(&request.path).filter(|(_, times)| *times > 0 && request.method == "GET");
        let fault = fault.map(|(fault, times)| {
            *times -= 1;
            *fault
        });
        let refused = bucket.refuses_head && request.method == "HEAD";
        (bucket.files.get(&request.path).cloned(), fault, refused)
    };
    let status = match (&file, fault) {
        (_, Some(Fault::Status(status))) => status,
        _ if refused => 405,
        (None, _) => 404,
        _ => 200,
    };
    let Some(file) = file.filter(|_| status == 200) else {
        return write!(out, "HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    };
    let crc32c = crc32c::crc32c(if matches!(fault, Some(Fault::WrongChecksum)) { b"other" } else { &file });
    let etag = format!("\"{:08x}\"", crc32c::crc32c(&file));
    let from = request.headers.get("range").filter(|_| request.headers.get("if-range") == Some(&etag));
    let from = from.and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    let body = &file[from.unwrap_or_default()..];
    match from {
        Some(from) => {
            write!(out, "HTTP/1.1 206 Part\r\nContent-Range: bytes {from}-{}/{}\r\n", file.len() - 1, file.len())?;
        }
        None => write!(out, "HTTP/1.1 200 OK\r\n")?,
    }
    write!(out, "ETag: {etag}\r\nx-goog-hash: crc32c={},md5=AAAA\r\n", base64(crc32c))?;
    write!(out, "Content-Length: {}\r\nConnection: close\r\n\r\n", body.len())?;
    if request.method == "HEAD" {
        return Ok(());
    }
    match fault {
        Some(Fault::CutAfter(length)) => out.write_all(&body[..length.min(body.len())]),
        Some(Fault::Stall) => {
            out.write_all(&body[..body.len() / 2])?;
            out.flush()?;
            // Until the client has gone.
            reader.read_line(&mut String::new()).map(drop)
        }
        _ => out.write_all(body),
    }
}

fn base64(number: u32) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(number.to_be_bytes())
}
