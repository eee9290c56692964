//! Runs the program and reads what the operating system says of the finished process.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One measured run.
pub struct Run {
    /// Wall clock.
    pub time: Duration,
    /// Peak resident memory in bytes; 0 where it is not measured.
    pub peak_bytes: u64,
}

/// Runs `kepu` on the site in `root` and waits for it.
#[allow(clippy::zombie_processes, reason = "`wait` below waits for it, and learns its memory too")]
pub fn kepu(root: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kepu"));
    command.arg("--site").arg(root).args(arguments).args(["--as-of", "2026-11-23"]).stdout(Stdio::null());
    let began = Instant::now();
    let child = command.spawn().expect("kepu starts");
    let (status, peak_bytes) = wait(child.id());
    let time = began.elapsed();
    assert_eq!(status, 0, "kepu {arguments:?} failed");
    Run { time, peak_bytes }
}

/// Waits for a child; gives its exit status and its peak resident memory in bytes.
fn wait(process: u32) -> (i32, u64) {
    let mut status = 0;
    // SAFETY: all pointers are to values that live through the call, and the child is ours.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        let waited = libc::wait4(process as libc::pid_t, &mut status, 0, &mut usage);
        assert!(waited > 0, "the child can be waited for");
        usage
    };
    // Linux counts kilobytes, macOS bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    (status, usage.ru_maxrss as u64 * unit)
}
