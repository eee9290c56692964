//! A row of 阵地, typed and checked.

use super::known::Known;
use super::row::RowReader;
use crate::diagnostic::{Text, rules};
use crate::model::{Datum, Position, Tier, Venue};

/// The column by which rows are told apart.
pub const KEY: &str = "id";

/// The venue of a row, if all that it cannot do without is there.
pub fn read(row: &mut RowReader<'_>, known: &Known) -> Option<Venue> {
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
            row.report(&rules::VENUE_POSITION, cell, message, help);
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
        row.report(&rules::VENUE_POSITION, cell, message, help);
        return None;
    }
    Some(Position { longitude, latitude, datum })
}
