package dev.troupe.agents.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountIdTest {

  @Test
  void is_told_in_words() {
    assertThat(AccountId.ofTenant("default")).hasToString("the tenant default");
    assertThat(AccountId.of("default/t-1")).hasToString("the task t-1");
  }
}
