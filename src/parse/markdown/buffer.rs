//! HTML under construction, with the places in it that are filled or guarded later.
//!
//! Knows no Markdown: only that places move when something is put in front of them.

use crate::model::document::{Slot, SlotKind};

/// HTML and the places in it.
#[derive(Debug, Default)]
pub struct Buffer {
    pub html: String,
    /// By rising offset.
    pub slots: Vec<Slot>,
    /// Where the values of our own `id` attributes begin, by rising offset.
    pub ids: Vec<usize>,
}

impl Buffer {
    /// Leaves a gap for the address of a reference.
    pub fn slot(&mut self, reference: usize, kind: SlotKind) {
        self.slots.push(Slot { offset: self.html.len(), reference, kind });
    }

    /// Writes ` id="…"`; `id` needs no escaping.
    pub fn id(&mut self, id: &str) {
        self.html.push_str(" id=\"");
        self.ids.push(self.html.len());
        self.html.push_str(id);
        self.html.push('"');
    }

    /// Replaces `length` bytes at `offset`, in which there is no place.
    pub fn replace(&mut self, offset: usize, length: usize, with: &str) {
        self.html.replace_range(offset..offset + length, with);
        let shift = |place: usize| place + with.len() - length;
        for slot in self.slots.iter_mut().rev().take_while(|slot| slot.offset >= offset) {
            slot.offset = shift(slot.offset);
        }
        for id in self.ids.iter_mut().rev().take_while(|id| **id >= offset) {
            *id = shift(*id);
        }
    }

    /// Takes off what was written from `offset` on.
    pub fn split_off(&mut self, offset: usize) -> Buffer {
        let slots = self.slots.partition_point(|slot| slot.offset < offset);
        let ids = self.ids.partition_point(|id| *id < offset);
        let mut rest = Buffer {
            html: self.html.split_off(offset),
            slots: self.slots.split_off(slots),
            ids: self.ids.split_off(ids),
        };
        for slot in &mut rest.slots {
            slot.offset -= offset;
        }
        for id in &mut rest.ids {
            *id -= offset;
        }
        rest
    }

    /// Appends what was taken off.
    pub fn append(&mut self, other: &Buffer) {
        let base = self.html.len();
        self.html.push_str(&other.html);
        let moved = |slot: &Slot| Slot { offset: slot.offset + base, ..*slot };
        self.slots.extend(other.slots.iter().map(moved));
        self.ids.extend(other.ids.iter().map(|id| id + base));
    }
}
