//! A door between a client and a server that counts what the client asks.
//!
//! In: the address of a server. Out: an address of our own, and the texts that went through it. It
//! reads just enough of both protocols to find where a message begins; encryption would hide them,
//! so it is asked for in neither direction.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::engines::{Database, Engine};

/// A running proxy.
#[derive(Debug)]
pub struct Proxy {
    url: String,
    log: Arc<Log>,
    task: JoinHandle<()>,
}

/// What went through, and what is to wait.
#[derive(Debug, Default)]
struct Log {
    seen: Mutex<Vec<String>>,
    barrier: Mutex<Option<Barrier>>,
}

/// Stops the next text that has these words.
#[derive(Debug)]
struct Barrier {
    words: String,
    reached: oneshot::Sender<()>,
    opened: oneshot::Receiver<()>,
}

/// A text that waits until this is dropped.
#[derive(Debug)]
pub struct Held {
    reached: Option<oneshot::Receiver<()>>,
    _open: oneshot::Sender<()>,
}

impl Held {
    /// Waits until the text is there.
    ///
    /// # Panics
    ///
    /// When the proxy is gone.
    pub async fn reached(&mut self) {
        let reached = self.reached.take().expect("one text");
        reached.await.expect("the text comes");
    }
}

impl Proxy {
    /// Opens a door to the database.
    ///
    /// # Panics
    ///
    /// When the server has no address, or there is no free port.
    pub async fn open(database: &Database) -> Self {
        let engine = database.engine();
        let (before, rest) = database.url().split_once("://").expect("a scheme");
        let (authority, path) = rest.split_once('/').expect("a database");
        let (user, server) = match authority.rsplit_once('@') {
            Some((user, server)) => (format!("{user}@"), server.to_owned()),
            None => (String::new(), authority.to_owned()),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let plain = match engine {
            Engine::Postgres => "sslmode=disable",
            _ => "ssl-mode=disabled",
        };
        let path = path.split('?').next().unwrap_or(path);
        let url = format!("{before}://{user}127.0.0.1:{port}/{path}?{plain}");
        let log = Arc::new(Log::default());
        let own = Arc::clone(&log);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.expect("the server");
                let (from_client, mut to_client) = client.into_split();
                let (mut from_server, to_server) = server.into_split();
                tokio::spawn(async move {
                    // The end of either side is the end of both.
                    let _ = tokio::io::copy(&mut from_server, &mut to_client).await;
                });
                tokio::spawn(forward(engine, from_client, to_server, Arc::clone(&own)));
            }
        });
        Self { url, log, task }
    }

    /// The address that a client connects to.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What was asked since the last call: a text for each statement that was sent, and one word for
    /// each that was executed again.
    #[must_use]
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *locked(&self.log.seen))
    }

    /// Lets the next text with these words wait before it gets to the server.
    #[must_use]
    pub fn hold(&self, words: &str) -> Held {
        let (reached, is_reached) = oneshot::channel();
        let (open, opened) = oneshot::channel();
        *locked(&self.log.barrier) = Some(Barrier {
            words: words.to_owned(),
            reached,
            opened,
        });
        Held {
            reached: Some(is_reached),
            _open: open,
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn locked<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn forward(engine: Engine, mut from: OwnedReadHalf, mut to: OwnedWriteHalf, log: Arc<Log>) {
    let mut is_first = true;
    while let Ok((head, body)) = message(engine, &mut from, is_first).await {
        is_first = false;
        if let Some(text) = asked(engine, &head, &body) {
            let barrier = locked(&log.barrier).take_if(|own| text.contains(&own.words));
            locked(&log.seen).push(text);
            if let Some(barrier) = barrier {
                // Nobody waits for it any longer where the other end is gone.
                let _ = barrier.reached.send(());
                let _ = barrier.opened.await;
            }
        }
        if to.write_all(&head).await.is_err() || to.write_all(&body).await.is_err() {
            return;
        }
    }
}

/// One whole message: its head and its body.
async fn message(
    engine: Engine,
    from: &mut OwnedReadHalf,
    is_first: bool,
) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    // PostgreSQL: a letter and the length in four bytes, itself included; the first message has no
    // letter. MySQL: the length in three bytes, the least first, and a number.
    let mut head = match engine {
        Engine::Postgres if is_first => vec![0; 4],
        Engine::Postgres => vec![0; 5],
        _ => vec![0; 4],
    };
    from.read_exact(&mut head).await?;
    let length = match (engine, &head[..]) {
        (Engine::Postgres, [.., a, b, c, d]) => {
            (u32::from_be_bytes([*a, *b, *c, *d]) as usize).saturating_sub(4)
        }
        (_, [a, b, c, ..]) => u32::from_le_bytes([*a, *b, *c, 0]) as usize,
        _ => 0,
    };
    let mut body = vec![0; length];
    from.read_exact(&mut body).await?;
    Ok((head, body))
}

/// What a message asks of the server, when it asks for something.
fn asked(engine: Engine, head: &[u8], body: &[u8]) -> Option<String> {
    let text = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        Some(text.trim_end_matches('\0').to_owned())
    };
    match engine {
        Engine::Postgres if head.len() == 5 => match head[0] {
            b'Q' => text(body),
            // The name of the statement comes before its text.
            b'P' => {
                let rest = body.split(|byte| *byte == 0).nth(1)?;
                text(rest)
            }
            b'E' => Some("(execute)".to_owned()),
            _ => None,
        },
        Engine::Postgres => None,
        // Commands begin a new count; the answers of a login go on with the old one.
        _ if head[3] == 0 => match body.split_first()? {
            (3, rest) | (22, rest) => text(rest),
            (23, _) => Some("(execute)".to_owned()),
            _ => None,
        },
        _ => None,
    }
}
