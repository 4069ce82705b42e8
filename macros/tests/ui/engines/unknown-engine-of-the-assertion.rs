fn main() {
    trueup::assert_definitions!(postgress, sqlite);
}
