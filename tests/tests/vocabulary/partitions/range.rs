//! A table that is divided by a range, and what later releases make of it.

use trueup::Table;

#[derive(Table)]
#[table(name = "sales", primary_key(id, year), index(amount))]
#[table(partition_by(range(year)))]
#[table(partition(name = "p2025", from(2025), to(2026)))]
#[table(partition(name = "p2026", from(2026), to(2027)))]
pub(crate) struct Sale {
    pub(crate) id: i64,
    pub(crate) year: i32,
    pub(crate) amount: i64,
}

pub(crate) mod later {
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "sales", primary_key(id, year), index(amount), index(note))]
    #[table(partition_by(range(year)))]
    #[table(partition(name = "p2025", from(2025), to(2026)))]
    #[table(partition(name = "p2026", from(2026), to(2027)))]
    #[table(partition(name = "p2027", from(2027), to(2028)))]
    pub(crate) struct Sale {
        pub(crate) id: i64,
        pub(crate) year: i32,
        pub(crate) amount: i64,
        #[column(default = "", max_length = 20)]
        pub(crate) note: String,
    }
}

pub(crate) mod shorter {
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "sales", primary_key(id, year), index(amount))]
    #[table(partition_by(range(year)))]
    #[table(partition(name = "p2026", from(2026), to(2027)))]
    pub(crate) struct Sale {
        pub(crate) id: i64,
        pub(crate) year: i32,
        pub(crate) amount: i64,
    }
}

pub(crate) mod dropped {
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "sales", primary_key(id, year), index(amount))]
    #[table(partition_by(range(year)))]
    #[table(partition(name = "p2025", dropped))]
    #[table(partition(name = "p2026", from(2026), to(2027)))]
    pub(crate) struct Sale {
        pub(crate) id: i64,
        pub(crate) year: i32,
        pub(crate) amount: i64,
    }
}

pub(crate) mod renamed {
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "sales", primary_key(id, year), index(amount))]
    #[table(partition_by(range(year)))]
    #[table(partition(name = "old", from(2025), to(2026)))]
    #[table(partition(name = "p2026", from(2026), to(2027)))]
    pub(crate) struct Sale {
        pub(crate) id: i64,
        pub(crate) year: i32,
        pub(crate) amount: i64,
    }
}

pub(crate) mod wider {
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "sales", primary_key(id, year), index(amount))]
    #[table(partition_by(range(year)))]
    #[table(partition(name = "p2025", from(2025), to(2026)))]
    #[table(partition(name = "p2026", from(2026), to(2030)))]
    pub(crate) struct Sale {
        pub(crate) id: i64,
        pub(crate) year: i32,
        pub(crate) amount: i64,
    }
}

pub(crate) mod other_key {
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "sales", primary_key(id, year), index(amount))]
    #[table(partition_by(hash(id), partitions = 2))]
    pub(crate) struct Sale {
        pub(crate) id: i64,
        pub(crate) year: i32,
        pub(crate) amount: i64,
    }
}

pub(crate) mod undivided {
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "sales", primary_key(id, year), index(amount))]
    pub(crate) struct Sale {
        pub(crate) id: i64,
        pub(crate) year: i32,
        pub(crate) amount: i64,
    }
}

pub(crate) mod other_index {
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "sales", primary_key(id, year))]
    #[table(index(name = "sales_amount_idx", amount, year))]
    #[table(partition_by(range(year)))]
    #[table(partition(name = "p2025", from(2025), to(2026)))]
    #[table(partition(name = "p2026", from(2026), to(2027)))]
    pub(crate) struct Sale {
        pub(crate) id: i64,
        pub(crate) year: i32,
        pub(crate) amount: i64,
    }
}

pub(crate) mod lesser {
    use trueup::Table;

    #[derive(Table)]
    #[table(name = "sales", primary_key(id, year), dropped("amount"))]
    #[table(partition_by(range(year)))]
    #[table(partition(name = "p2025", from(2025), to(2026)))]
    #[table(partition(name = "p2026", from(2026), to(2027)))]
    pub(crate) struct Sale {
        pub(crate) id: i64,
        pub(crate) year: i32,
    }
}

/// A divided table that others can refer to.
#[derive(Table)]
#[table(name = "numbers", partition_by(hash(id), partitions = 2))]
pub(crate) struct Key {
    #[column(primary_key)]
    pub(crate) id: i64,
}

/// A table that refers to a divided one.
#[derive(Table)]
#[table(name = "referrers")]
pub(crate) struct Referrer {
    #[column(primary_key)]
    pub(crate) id: i64,
    #[column(references = Key::id)]
    pub(crate) number: i64,
}

/// A table with the name of a partition.
#[derive(Table)]
#[table(name = "sales_p2025")]
pub(crate) struct Taken {
    #[column(primary_key)]
    pub(crate) id: i64,
}
