//! The calendar's tests: spellings of dates and rules, rows with mistakes, files read back.

mod civil;
mod ics;
mod rows;
