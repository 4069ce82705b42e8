use trueup::Table;

#[derive(Table)]
#[table(primary_key(id, code), partition_by(list(code)), partition(name = "a", values(1)))]
struct Sale {
    id: i64,
    #[column(max_length = 2)]
    code: String,
}

fn main() {
    let _ = Sale::META;
    let _ = Sale::COLUMNS.id.name();
}
