use trueup::Table;

#[derive(trueup::Enum)]
#[repr(u16)]
enum Level {
    Low = 1,
}

#[derive(Table)]
#[table(engines(postgres))]
struct File {
    #[column(primary_key)]
    id: i64,
    level: Level,
}

fn main() {
    let _ = (Level::Low, File::META);
    let _ = File::COLUMNS.id.name();
}
