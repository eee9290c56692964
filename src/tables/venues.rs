//! 阵地: the places where activities are held.

use super::column::{Typed, columns};
use super::kind::Kind;
use super::known::Referable;
use super::row::RowReader;
use super::value::{Choice, Count, Degrees, Id, Reference, Text};
use crate::diagnostic::{Text as Words, rules};
use crate::model::{Datum, District, Position, Tier, Venue};
use crate::source::table::{Column, Need, TableKind};

/// Reads the table into the agenda.
pub static KIND: Kind = Kind {
    module: "venues",
    table: &TABLE,
    fields: FIELDS,
    gather: |all| all.agenda.venues = all.referable_rows(read),
};

static TABLE: TableKind = TableKind::new(("阵地", "venues"), &[], ID.key, COLUMNS);

columns! {
    Required ID: Id => "id" "阵地编号" ["编号", "venue-id"];
    Required NAME: Text => "name" "阵地名称" ["名称", "阵地", "venue-name"];
    Required TIER: Choice<Tier> => "tier" "层级" ["阵地层级", "level"];
    Required DISTRICT: Reference<District> => "district" "区县" ["所在区县"];
    Optional STREET: Text => "street" "街道镇乡" ["街道", "镇乡", "街道/镇乡", "乡镇街道", "镇街"];
    Optional COMMUNITY: Text => "community" "社区村" ["社区", "村", "社区/村", "村社区"];
    Optional ADDRESS: Text => "address" "地址" ["详细地址"];
    Optional LONGITUDE: Degrees => "longitude" "经度" ["lng", "lon"] = "106.55";
    Optional LATITUDE: Degrees => "latitude" "纬度" ["lat"] = "29.56";
    Optional DATUM: Choice<Datum> => "datum" "坐标系" ["坐标系统", "crs"] = "GCJ02";
    Optional CAPACITY: Count => "capacity" "容纳人数" ["可容纳人数", "容量"];
    Private "contact" "负责人" ["联系人"];
    Private "contact-phone" "联系电话" ["负责人电话", "手机", "手机号"];
    Private "note" "备注" ["notes", "remark", "remarks"];
}

/// The venue of a row, if all that it cannot do without is there.
fn read(row: &mut RowReader<'_>) -> Option<Venue> {
    let id = row.get(ID);
    let name = row.get(NAME);
    let tier = row.get(TIER);
    let district = row.get(DISTRICT);
    let position = read_position(row);
    let capacity = row.get(CAPACITY);
    Some(Venue {
        id: id?,
        name: name?,
        tier: tier?,
        district: district?,
        street: row.get(STREET),
        community: row.get(COMMUNITY),
        address: row.get(ADDRESS),
        position,
        capacity,
    })
}

impl Referable for Venue {
    fn table() -> &'static TableKind {
        &TABLE
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// The position of a venue; half of one, or one outside China, is a warning and no position.
fn read_position(row: &mut RowReader<'_>) -> Option<Position> {
    let longitude = row.get(LONGITUDE);
    let latitude = row.get(LATITUDE);
    let datum = row.get(DATUM);
    let cell = row.cell(LONGITUDE).or_else(|| row.cell(LATITUDE))?;
    let (Some(longitude), Some(latitude), Some(datum)) = (longitude, latitude, datum) else {
        // What cannot be read was reported; what is missing was not.
        let cells = [row.cell(LONGITUDE), row.cell(LATITUDE), row.cell(DATUM)];
        if cells.iter().any(Option::is_none) {
            let message = Words::new(
                "经度、纬度、坐标系要么都填，要么都不填",
                "longitude, latitude and datum are given all or not at all",
            );
            let help = Words::new(
                "高德、腾讯地图取的点写 `GCJ02`，GPS 写 `WGS84`",
                "points from Amap or Tencent are `GCJ02`, from GPS `WGS84`",
            );
            row.report(&rules::VENUE_POSITION, cell, message, help);
        }
        return None;
    };
    let inside =
        |longitude, latitude| (73.0..=136.0).contains(&longitude) && (3.0..=54.0).contains(&latitude);
    if !inside(longitude, latitude) {
        let message = Words::new("这一点不在中国境内", "the position is not in China");
        let help = if inside(latitude, longitude) {
            Words::new("经度和纬度写反了", "longitude and latitude are swapped")
        } else {
            Words::new("经度约 73–136，纬度约 3–54", "longitudes are 73–136, latitudes 3–54")
        };
        row.report(&rules::VENUE_POSITION, cell, message, help);
        return None;
    }
    Some(Position { longitude, latitude, datum })
}
