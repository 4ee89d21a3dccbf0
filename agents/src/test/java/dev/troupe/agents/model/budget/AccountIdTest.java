package dev.troupe.agents.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agents.Agents;
import org.junit.jupiter.api.Test;

class AccountIdTest {
  @Test
  void lies_where_whoever_removes_a_task_looks_for_it() {
    assertThat(AccountActor.TABLE).isEqualTo(Agents.ACCOUNTS);
    assertThat(new AccountId("default", "t-1").row()).isEqualTo(Agents.account("t-1"));
  }
}
