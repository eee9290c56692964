//! Points on the map in the two datums that offices write: WGS 84, that of satellite receivers and
//! calendar files, and GCJ-02, that of the maps which are published in China.
//!
//! The conversion was never published by those who prescribe it. What is used everywhere was first
//! written down as `EvilTransform` (2013) and is the same in `coord-convert`, `gcoord`, `coordtransform`
//! and `eviltransform`, some of which take another radius, which makes a centimetre. A polynomial and a
//! few waves about 105° E, 35° N give metres to the north and east, and the ellipsoid of Krasovsky 1940
//! (a = 6378245 m, f = 1/298.3) turns those into degrees.

use std::f64::consts::PI;

use super::{Datum, Position};

/// Semi-major axis, in metres.
const AXIS: f64 = 6_378_245.0;
/// First eccentricity squared, 2f − f² of f = 1/298.3.
const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;
/// The way back is walked until a step is shorter than this, in degrees: a tenth of a millimetre.
const CLOSE: f64 = 1e-9;
/// Steps of the way back. Each is some hundred times shorter than the one before, so that five are
/// enough; the bound only makes sure that there is an end.
const MOST_STEPS: usize = 30;

/// Longitude and latitude, in degrees east and north.
pub type Degrees = (f64, f64);

impl Position {
    /// Longitude and latitude as satellite receivers tell them.
    pub fn wgs84(&self) -> Degrees {
        let point = (self.longitude, self.latitude);
        match self.datum {
            Datum::Wgs84 => point,
            Datum::Gcj02 => to_wgs84(point),
        }
    }

    /// Longitude and latitude as the maps of China show them.
    pub fn gcj02(&self) -> Degrees {
        let point = (self.longitude, self.latitude);
        match self.datum {
            Datum::Gcj02 => point,
            Datum::Wgs84 => to_gcj02(point),
        }
    }
}

/// From WGS 84 to GCJ-02; unchanged outside China.
pub fn to_gcj02(point: Degrees) -> Degrees {
    if outside(point) {
        return point;
    }
    let (longitude, latitude) = shift(point);
    (point.0 + longitude, point.1 + latitude)
}

/// From GCJ-02 to WGS 84; unchanged outside China. There is no formula: the point is looked for that
/// the way there leads to this one.
pub fn to_wgs84(point: Degrees) -> Degrees {
    if outside(point) {
        return point;
    }
    let mut found = point;
    for _ in 0..MOST_STEPS {
        let (longitude, latitude) = shift(found);
        let next = (point.0 - longitude, point.1 - latitude);
        let step = (next.0 - found.0).abs().max((next.1 - found.1).abs());
        found = next;
        if step < CLOSE {
            break;
        }
    }
    found
}

/// The frame in which every implementation shifts points. It reaches over the borders, and so do the
/// maps.
fn outside((longitude, latitude): Degrees) -> bool {
    !((72.004..=137.8347).contains(&longitude) && (0.8293..=55.8271).contains(&latitude))
}

/// How far a point of WGS 84 is moved, in degrees.
fn shift((longitude, latitude): Degrees) -> Degrees {
    let (east, north) = metres(longitude - 105.0, latitude - 35.0);
    let radians = latitude.to_radians();
    let flattening = 1.0 - ECCENTRICITY * radians.sin().powi(2);
    let parallel = AXIS / flattening.sqrt() * radians.cos();
    let meridian = AXIS * (1.0 - ECCENTRICITY) / (flattening * flattening.sqrt());
    ((east / parallel).to_degrees(), (north / meridian).to_degrees())
}

/// How far it is moved to the east and north, in metres, of its degrees from 105° E, 35° N.
fn metres(x: f64, y: f64) -> (f64, f64) {
    let wave = |height: f64, place: f64| height * (place * PI).sin();
    let common = wave(20.0, 6.0 * x) + wave(20.0, 2.0 * x);
    let east = common + wave(20.0, x) + wave(40.0, x / 3.0) + wave(150.0, x / 12.0) + wave(300.0, x / 30.0);
    let north = common + wave(20.0, y) + wave(40.0, y / 3.0) + wave(160.0, y / 12.0) + wave(320.0, y / 30.0);
    let root = x.abs().sqrt();
    (
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + east * 2.0 / 3.0,
        -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + north * 2.0 / 3.0,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Places in WGS 84 and where `wgs2gcj` of PyPI's coord-convert 0.2.1 puts them.
    const POINTS: [(&str, Degrees, Degrees); 22] = [
        ("解放碑", (106.5772, 29.5572), (106.580887760, 29.554311723)),
        ("万州", (108.38, 30.807), (108.384579827, 30.804728000)),
        ("涪陵", (107.39, 29.703), (107.394629191, 29.700520236)),
        ("黔江", (108.77, 29.533), (108.774372503, 29.530300748)),
        ("城口", (108.664, 31.948), (108.668377991, 31.945721516)),
        ("巫山", (109.879, 31.075), (109.883739452, 31.072554242)),
        ("秀山", (109.007, 28.448), (109.011468449, 28.444649082)),
        ("江津", (106.259, 29.29), (106.262749728, 29.287145852)),
        ("潼南", (105.84, 30.19), (105.843576236, 30.187221708)),
        ("荣昌", (105.594, 29.405), (105.597347574, 29.402019986)),
        ("成都", (104.0665, 30.5723), (104.069004906, 30.569845541)),
        ("北京", (116.404, 39.915), (116.410244499, 39.916404282)),
        ("上海", (121.4737, 31.2304), (121.478223059, 31.228457738)),
        ("广州", (113.2644, 23.1291), (113.269729592, 23.126423340)),
        ("海口", (110.1999, 20.044), (110.204192395, 20.041885975)),
        ("昆明", (102.8329, 24.8801), (102.834316194, 24.877030776)),
        ("拉萨", (91.1409, 29.6456), (91.142429336, 29.642863987)),
        ("乌鲁木齐", (87.6168, 43.8256), (87.619649949, 43.826805393)),
        ("哈尔滨", (126.5349, 45.8038), (126.540940717, 45.805781775)),
        ("呼和浩特", (111.7492, 40.8426), (111.756118042, 40.844047242)),
        ("兰州", (103.8343, 36.0611), (103.836703109, 36.060772717)),
        ("三沙", (112.3386, 16.831), (112.343511956, 16.829368703)),
    ];

    #[test]
    fn points_fall_where_another_implementation_puts_them() {
        for (name, wgs84, expected) in POINTS {
            let (longitude, latitude) = to_gcj02(wgs84);
            let away = (longitude - expected.0).abs().max((latitude - expected.1).abs());
            assert!(away < 1e-8, "{name}: {away} degrees away");
            let (longitude, latitude) = to_wgs84(expected);
            let away = (longitude - wgs84.0).abs().max((latitude - wgs84.1).abs());
            assert!(away < 1e-7, "{name}: {away} degrees away on the way back");
        }
    }

    /// What the README of wandergis/coordtransform shows.
    #[test]
    fn a_published_example_holds() {
        let (longitude, latitude) = to_gcj02((116.404, 39.915));
        assert!((longitude - 116.410_244_499_169_38).abs() < 1e-8);
        assert!((latitude - 39.916_404_281_501_64).abs() < 1e-8);
    }

    #[test]
    fn places_outside_china_stay() {
        for point in [(2.3522, 48.8566), (139.6917, 35.6895), (151.2093, -33.8688), (0.0, 0.0)] {
            assert_eq!(to_gcj02(point), point);
            assert_eq!(to_wgs84(point), point);
        }
    }

    #[test]
    fn a_position_knows_both_whatever_it_was_given_in() {
        let position = |datum, (longitude, latitude)| Position { longitude, latitude, datum };
        let (_, wgs84, gcj02) = POINTS[0];
        assert_eq!(position(Datum::Wgs84, wgs84).wgs84(), wgs84);
        assert_eq!(position(Datum::Gcj02, gcj02).gcj02(), gcj02);
        assert!((position(Datum::Wgs84, wgs84).gcj02().0 - gcj02.0).abs() < 1e-8);
        assert!((position(Datum::Gcj02, gcj02).wgs84().1 - wgs84.1).abs() < 1e-7);
    }

    proptest! {
        #[test]
        fn there_and_back_leads_home(longitude in 73.0..135.0_f64, latitude in 4.0..54.0_f64) {
            let there = to_gcj02((longitude, latitude));
            prop_assert!((there.0 - longitude).abs() < 0.02 && (there.1 - latitude).abs() < 0.02);
            let back = to_wgs84(there);
            prop_assert!((back.0 - longitude).abs() < 1e-7);
            prop_assert!((back.1 - latitude).abs() < 1e-7);
        }
    }
}
