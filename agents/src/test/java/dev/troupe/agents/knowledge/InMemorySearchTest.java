package dev.troupe.agents.knowledge;

import dev.troupe.persistence.contract.SearchContract;

class InMemorySearchTest extends SearchContract {
  InMemorySearchTest() {
    super(new InMemoryTables().searchTable());
  }
}
