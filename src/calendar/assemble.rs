//! All tables together: typed, told apart by their ids, referring to each other.
//!
//! Tables may be split over any number of files and sheets. No row loses another; the order of the
//! result does not depend on the order of the files, except that of two rows with one id the first
//! one stays.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::CalendarVocabulary;
use super::activity::read_activity;
use super::load::Load;
use super::row::{RowReader, clean_id, shown};
use crate::diagnostic::{Diagnostic, Text, nearest};
use crate::model::{Agenda, Datum, District, Position, Team, Tier, Venue};
use crate::source::table::{Cell, Spot, Table, TableKind};

/// Goals of the service plan for a pilot district: registered volunteers, activities a month.
const TARGETS: (u32, u32) = (500, 1);

/// Reads every row of the tables. `tables` holds each table with the file it is from, and should be
/// in a fixed order, as that of the paths.
pub fn assemble(tables: &[(Arc<str>, Table)], vocabulary: &CalendarVocabulary) -> (Agenda, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut agenda = Agenda::default();
    // What activities refer to is read first.
    let districts = read_rows(tables, TableKind::Districts, &mut diagnostics, read_district);
    agenda.districts = unique(districts, "code", &mut diagnostics);
    let known = Known::new(&agenda);
    let teams = read_rows(tables, TableKind::Teams, &mut diagnostics, |row| read_team(row, &known));
    agenda.teams = unique(teams, "id", &mut diagnostics);
    let venues = read_rows(tables, TableKind::Venues, &mut diagnostics, |row| read_venue(row, &known));
    agenda.venues = unique(venues, "id", &mut diagnostics);
    let known = Known::new(&agenda);
    let mut load = Load::default();
    let activities = read_rows(tables, TableKind::Activities, &mut diagnostics, |row| {
        if load.is_full() {
            return None;
        }
        let activity = read_activity(row, vocabulary, &known)?;
        load.admits(row, &activity).then_some(activity)
    });
    agenda.activities = unique(activities, "id", &mut diagnostics);
    (agenda, diagnostics)
}

/// A row with an id, and where it came from.
struct Found<'a, T> {
    id: String,
    /// Nothing where another cell of the row is wrong: its id is taken all the same.
    value: Option<T>,
    file: &'a Arc<str>,
    table: &'a Table,
    spot: Spot,
}

fn read_rows<'a, T>(
    tables: &'a [(Arc<str>, Table)],
    kind: TableKind,
    diagnostics: &mut Vec<Diagnostic>,
    mut read: impl FnMut(&mut RowReader<'_>) -> Option<T>,
) -> Vec<Found<'a, T>> {
    let key = if kind == TableKind::Districts { "code" } else { "id" };
    let mut found = Vec::new();
    for (file, table) in tables.iter().filter(|(_, table)| table.kind == kind) {
        for row in &table.rows {
            let mut reader = RowReader::new(file, table, row, diagnostics);
            let value = read(&mut reader);
            let spot = reader.spot(key);
            let id = row.get(key).map(|cell| clean_id(&cell.text));
            found.extend(id.map(|id| Found { id, value, file, table, spot }));
        }
    }
    found
}

/// The values by id; a second row with one id is an error that names the first.
fn unique<T>(found: Vec<Found<'_, T>>, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<T> {
    let mut first: BTreeMap<String, Found<'_, T>> = BTreeMap::new();
    for found in found {
        let id = found.id.clone();
        let Some(before) = first.get(&id) else {
            first.insert(id, found);
            continue;
        };
        let label = before.table.label(before.spot);
        let (zh, en) = if before.file == found.file {
            (label.zh, label.en)
        } else {
            (format!("{} {}", before.file, label.zh), format!("{} {}", before.file, label.en))
        };
        let id_shown = shown(&id);
        let name = found.table.kind.column_by_key(key).map_or("", |column| column.name);
        let message = Text::new(
            format!("{name} `{id_shown}` 在 {zh} 已经有了"),
            format!("{name} `{id_shown}` is already at {en}"),
        );
        let help = Text::new(
            "改用没有用过的编号；同一活动的几个日期写在一格里，用 `、` 隔开",
            "choose another; several dates of one activity go into one cell, with `、` between them",
        );
        let place = found.table.place(found.spot);
        diagnostics.push(Diagnostic::error("table-duplicate-id", found.file, place, message).help(help));
        // Of rows that share an id the first that can be used stands.
        if let Some(before) = first.get_mut(&id).filter(|it| it.value.is_none()) {
            before.value = found.value;
        }
    }
    first.into_values().filter_map(|found| found.value).collect()
}

/// Ids and names that rows may refer to.
pub struct Known {
    districts: Names,
    teams: Names,
    venues: Names,
    /// References for which something is still proposed. Each is compared with every name, and of so
    /// many none is shown.
    proposals_left: std::cell::Cell<usize>,
}

/// See [`Known::proposals_left`].
const MOST_PROPOSALS: usize = 500;

/// Which table a reference points into.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// 区县, resolved to its name.
    District,
    /// 支队, resolved to its id.
    Team,
    /// 阵地, resolved to its id.
    Venue,
}

/// What was written → what it stands for.
#[derive(Default)]
struct Names {
    exact: BTreeMap<String, String>,
    /// Ids without leading zeros, as a spreadsheet leaves them that takes them for numbers.
    loose: BTreeMap<String, Option<String>>,
    /// What to propose: names and ids.
    proposals: Vec<String>,
}

impl Names {
    fn add(&mut self, id: &str, name: &str, value: &str) {
        // Two venues may share a name; ids are unique. The first name found stands.
        self.exact.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        self.exact.insert(id.to_owned(), value.to_owned());
        let loose = id.trim_start_matches('0');
        self.loose
            .entry(loose.to_owned())
            .and_modify(|taken| *taken = None)
            .or_insert_with(|| Some(value.to_owned()));
        self.proposals.extend([id.to_owned(), name.to_owned()]);
    }

    fn resolve(&self, text: &str) -> Option<&String> {
        let id = clean_id(text);
        self.exact.get(text).or_else(|| self.exact.get(&id)).or_else(|| {
            let loose = self.loose.get(id.trim_start_matches('0'));
            loose.and_then(Option::as_ref)
        })
    }
}

impl Known {
    fn new(agenda: &Agenda) -> Known {
        let mut known = Known {
            districts: Names::default(),
            teams: Names::default(),
            venues: Names::default(),
            proposals_left: std::cell::Cell::new(MOST_PROPOSALS),
        };
        for district in &agenda.districts {
            known.districts.add(&district.code, &district.name, &district.name);
        }
        for team in &agenda.teams {
            known.teams.add(&team.id, &team.name, &team.id);
        }
        for venue in &agenda.venues {
            known.venues.add(&venue.id, &venue.name, &venue.id);
        }
        known
    }

    /// What `text`, all or part of `cell`, refers to; the text itself, with a warning, where no
    /// table knows it. Without a table of that kind nothing is checked.
    pub fn resolve(&self, row: &mut RowReader<'_>, cell: &Cell, text: &str, target: Target) -> String {
        let (names, kind) = match target {
            Target::District => (&self.districts, TableKind::Districts),
            Target::Team => (&self.teams, TableKind::Teams),
            Target::Venue => (&self.venues, TableKind::Venues),
        };
        if let Some(value) = names.resolve(text) {
            return value.clone();
        }
        if !names.exact.is_empty() {
            let found = shown(text);
            let message = Text::new(
                format!("{kind}表里没有 `{found}`"),
                format!("table {} has no `{found}`", kind.names().1),
            );
            let left = self.proposals_left.get();
            self.proposals_left.set(left.saturating_sub(1));
            let proposals = if left > 0 { names.proposals.as_slice() } else { &[] };
            let help = match nearest(text, proposals.iter().map(String::as_str)) {
                Some(near) => Text::new(format!("是不是 `{near}`？"), format!("did you mean `{near}`?")),
                None => Text::new(
                    format!("在{kind}表里加上它，或改正这一格"),
                    format!("add it to table {}, or mend this cell", kind.names().1),
                ),
            };
            row.warning("table-unknown-reference", cell, message, help);
        }
        text.to_owned()
    }

    /// The district that the row names, if it names one.
    pub fn district(&self, row: &mut RowReader<'_>) -> Option<String> {
        let cell = row.cell("district")?;
        Some(self.resolve(row, cell, &cell.text, Target::District))
    }
}

fn read_district(row: &mut RowReader<'_>) -> Option<District> {
    let code = row.id("code");
    let name = row.required("name");
    let pilot = row.flag("pilot");
    let volunteer_target = row.count("volunteer-target").unwrap_or(TARGETS.0);
    let monthly_target = row.count("monthly-target").unwrap_or(TARGETS.1);
    Some(District { code: code?, name: name?, pilot, volunteer_target, monthly_target })
}

fn read_team(row: &mut RowReader<'_>, known: &Known) -> Option<Team> {
    let id = row.id("id");
    let name = row.required("name");
    let category = row.required("category");
    let district = known.district(row);
    let model = row.flag("model");
    Some(Team {
        id: id?,
        name: name?,
        category: category?,
        parent: row.text("parent"),
        district,
        skills: row.list("skills"),
        phone: row.text("phone"),
        model,
        model_reason: row.text("model-reason"),
    })
}

fn read_venue(row: &mut RowReader<'_>, known: &Known) -> Option<Venue> {
    let id = row.id("id");
    let name = row.required("name");
    row.required_cell("tier");
    let tier = row.choice("tier", Tier::of, &Tier::ALL.iter().map(|it| it.name()).collect::<Vec<_>>());
    row.required_cell("district");
    let district = known.district(row);
    let position = read_position(row);
    let capacity = row.count("capacity");
    Some(Venue {
        id: id?,
        name: name?,
        tier: tier?,
        district: district?,
        street: row.text("street"),
        community: row.text("community"),
        address: row.text("address"),
        position,
        capacity,
    })
}

/// The position of a venue; half of one, or one outside China, is a warning and no position.
fn read_position(row: &mut RowReader<'_>) -> Option<Position> {
    let units = ["°", "度", "E", "N", "°E", "°N"];
    let longitude = row.decimal("longitude", &units);
    let latitude = row.decimal("latitude", &units);
    let datum = row.choice("datum", Datum::of, &["GCJ02", "WGS84"]);
    let cell = row.cell("longitude").or_else(|| row.cell("latitude"))?;
    let (Some(longitude), Some(latitude), Some(datum)) = (longitude, latitude, datum) else {
        // What cannot be read was reported; what is missing was not.
        if ["longitude", "latitude", "datum"].iter().any(|key| row.cell(key).is_none()) {
            let message = Text::new(
                "经度、纬度、坐标系要么都填，要么都不填",
                "longitude, latitude and datum are given all or not at all",
            );
            let help = Text::new(
                "高德、腾讯地图取的点写 `GCJ02`，GPS 写 `WGS84`",
                "points from Amap or Tencent are `GCJ02`, from GPS `WGS84`",
            );
            row.warning("venue-position", cell, message, help);
        }
        return None;
    };
    let inside =
        |longitude, latitude| (73.0..=136.0).contains(&longitude) && (3.0..=54.0).contains(&latitude);
    if !inside(longitude, latitude) {
        let message = Text::new("这一点不在中国境内", "the position is not in China");
        let help = if inside(latitude, longitude) {
            Text::new("经度和纬度写反了", "longitude and latitude are swapped")
        } else {
            Text::new("经度约 73–136，纬度约 3–54", "longitudes are 73–136, latitudes 3–54")
        };
        row.warning("venue-position", cell, message, help);
        return None;
    }
    Some(Position { longitude, latitude, datum })
}
