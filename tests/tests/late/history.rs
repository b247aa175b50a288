//! Histories that somebody might have written, made of numbers.

/// A history that is being made up: what is there after the migrations so far.
pub(crate) struct Author<'a> {
    choices: std::slice::Iter<'a, u8>,
    tables: Vec<Table>,
    /// Views, indexes and triggers, as `DROP` names them.
    others: Vec<String>,
    names: usize,
}

#[derive(Clone)]
struct Table {
    name: String,
    columns: Vec<String>,
}

/// The texts of a history, oldest first: the first one makes three tables with rows, and each of the
/// others makes a change or two.
pub(crate) fn history(choices: &[u8], migrations: usize) -> Vec<String> {
    let mut author =
        Author { choices: choices.iter(), tables: Vec::new(), others: Vec::new(), names: 0 };
    let base = (0..3).map(|_| author.create_table() + ";\n" + &author.insert());
    let base = base.collect::<Vec<_>>().join(";\n");
    let mut texts = vec![base];
    for _ in 1..migrations {
        let statements = 1 + author.choose(2);
        let text = (0..statements).map(|_| author.statement()).collect::<Vec<_>>();
        texts.push(text.join(";\n"));
    }
    texts
}

impl Author<'_> {
    /// A number below `count`; 0 when the numbers are used up.
    fn choose(&mut self, count: usize) -> usize {
        self.choices.next().map_or(0, |choice| usize::from(*choice) % count.max(1))
    }

    fn new_name(&mut self, kind: &str) -> String {
        self.names += 1;
        format!("{kind}{}", self.names)
    }

    fn table(&mut self) -> usize {
        let count = self.tables.len();
        self.choose(count)
    }

    fn column(&mut self, table: usize) -> String {
        // Seldom the key, which stands first.
        let count = self.tables[table].columns.len();
        let at = self.choose(2 * count);
        let at = if at == 0 { 0 } else { at % (count - 1).max(1) + usize::from(count > 1) };
        self.tables[table].columns[at].clone()
    }

    fn statement(&mut self) -> String {
        match self.choose(26) {
            0 | 1 => self.create_table(),
            2..=6 => self.add_column(),
            7 => self.rename_column(),
            8 => self.drop_column(),
            9 => self.rename_table(),
            10 => self.drop_table(),
            11 | 12 => self.create_index(),
            13 => self.create_view(),
            14 | 15 => self.create_trigger(),
            16 => self.drop_other(),
            17 | 18 => self.insert(),
            19..=21 => self.copy(),
            22..=24 => self.update(),
            _ => self.delete(),
        }
    }

    fn create_table(&mut self) -> String {
        let reference = match self.choose(3) {
            _ if self.tables.is_empty() => String::new(),
            0 => String::new(),
            which => {
                let other = self.table();
                let name = &self.tables[other].name;
                let to = if which == 1 { "" } else { " (id)" };
                format!(" REFERENCES {name}{to} ON DELETE CASCADE")
            }
        };
        let name = self.new_name("t");
        let columns = ["id", "x", "y", "z"].map(str::to_owned).to_vec();
        self.tables.push(Table { name: name.clone(), columns });
        format!("CREATE TABLE {name} (id INTEGER PRIMARY KEY, x INT, y INT, z INT{reference})")
    }

    fn add_column(&mut self) -> String {
        let (table, column) = (self.table(), self.new_name("c"));
        self.tables[table].columns.push(column.clone());
        format!("ALTER TABLE {} ADD COLUMN {column} INT DEFAULT 7", self.tables[table].name)
    }

    fn rename_column(&mut self) -> String {
        let table = self.table();
        let (column, to) = (self.column(table), self.new_name("c"));
        let columns = &mut self.tables[table].columns;
        columns.iter_mut().filter(|it| **it == column).for_each(|it| it.clone_from(&to));
        format!("ALTER TABLE {} RENAME COLUMN {column} TO {to}", self.tables[table].name)
    }

    fn drop_column(&mut self) -> String {
        let table = self.table();
        let column = self.column(table);
        self.tables[table].columns.retain(|it| *it != column);
        if self.tables[table].columns.is_empty() {
            self.tables[table].columns.push(column.clone());
        }
        format!("ALTER TABLE {} DROP COLUMN {column}", self.tables[table].name)
    }

    fn rename_table(&mut self) -> String {
        let (table, to) = (self.table(), self.new_name("t"));
        let from = std::mem::replace(&mut self.tables[table].name, to.clone());
        format!("ALTER TABLE {from} RENAME TO {to}")
    }

    fn drop_table(&mut self) -> String {
        if self.tables.len() == 1 {
            return self.create_table();
        }
        let table = self.table();
        format!("DROP TABLE {}", self.tables.remove(table).name)
    }

    fn create_index(&mut self) -> String {
        let (table, name) = (self.table(), self.new_name("i"));
        let column = self.column(table);
        self.others.push(format!("INDEX {name}"));
        let condition = if self.choose(3) == 0 { " WHERE x > 1" } else { "" };
        let table = &self.tables[table].name;
        format!("CREATE INDEX {name} ON {table} ({column}){condition}")
    }

    fn create_view(&mut self) -> String {
        let (table, other, name) = (self.table(), self.table(), self.new_name("v"));
        let column = self.column(table);
        self.others.push(format!("VIEW {name}"));
        let [table, other] = [table, other].map(|at| &self.tables[at].name);
        format!("CREATE VIEW {name} AS SELECT a.{column} AS x FROM {table} AS a, {other} AS b")
    }

    fn create_trigger(&mut self) -> String {
        let (table, other, name) = (self.table(), self.table(), self.new_name("g"));
        let column = self.column(other);
        self.others.push(format!("TRIGGER {name}"));
        let event = ["INSERT", "UPDATE", "DELETE"][self.choose(3)];
        let body = match self.choose(3) {
            0 => format!("UPDATE {} SET {column} = 9", self.tables[other].name),
            1 => format!("INSERT INTO {} DEFAULT VALUES", self.tables[other].name),
            _ => format!("DELETE FROM {} WHERE {column} = 3", self.tables[other].name),
        };
        let table = &self.tables[table].name;
        format!("CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {body}; END")
    }

    fn drop_other(&mut self) -> String {
        if self.others.is_empty() {
            return self.create_index();
        }
        let at = self.choose(self.others.len());
        format!("DROP {}", self.others.remove(at))
    }

    fn insert(&mut self) -> String {
        let table = match self.choose(2) {
            0 => self.tables.len() - 1,
            _ => self.table(),
        };
        let (column, value) = (self.column(table), self.choose(5));
        format!("INSERT INTO {} ({column}) VALUES (10 + {value}), (20)", self.tables[table].name)
    }

    fn copy(&mut self) -> String {
        let (from, to) = (self.table(), self.table());
        let column = self.column(to);
        let what = if self.choose(2) == 0 { self.column(from) } else { "count(*)".to_owned() };
        let [from, to] = [from, to].map(|at| &self.tables[at].name);
        format!("INSERT OR IGNORE INTO {to} ({column}) SELECT 100 + {what} FROM {from}")
    }

    fn update(&mut self) -> String {
        let (table, other) = (self.table(), self.table());
        let [set, read] = [(); 2].map(|()| self.column(table));
        let value = match self.choose(3) {
            0 => "5".to_owned(),
            1 => format!("{read} + 1"),
            _ => format!("(SELECT max({}) FROM {})", self.column(other), self.tables[other].name),
        };
        let condition = format!("{read} > {}", self.choose(9));
        format!(
            "UPDATE OR IGNORE {} SET {set} = {value} WHERE {condition}",
            self.tables[table].name
        )
    }

    fn delete(&mut self) -> String {
        let table = self.table();
        let (column, value) = (self.column(table), self.choose(20));
        format!("DELETE FROM {} WHERE {column} < {value}", self.tables[table].name)
    }
}
