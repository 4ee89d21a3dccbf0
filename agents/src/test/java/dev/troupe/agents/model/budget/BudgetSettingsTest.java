package dev.troupe.agents.model.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Budget;
import dev.troupe.agents.Budget.Exhaustion;
import dev.troupe.agents.BudgetBlock;
import dev.troupe.agents.model.budget.BudgetSettings.OfTenant;
import dev.troupe.agents.model.budget.BudgetSettings.Period;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetSettingsTest {
  private static final List<Integer> ALERTS = List.of(50, 80, 100);

  private static Config config(String budgets) {
    return ConfigFactory.parseString("troupe.budgets { %s }".formatted(budgets))
        .withFallback(ConfigFactory.load());
  }

  @Test
  void the_defaults_bound_nothing() {
    assertThat(BudgetSettings.of(config(""))).isEqualTo(new BudgetSettings(false, 2, Map.of()));
    assertThat(BudgetBlock.ofTasks(config("")))
        .isEqualTo(new Budget(null, null, null, null, Exhaustion.STOP, ALERTS));
  }

  @Test
  void a_tenant_has_what_its_block_says() {
    var settings =
        BudgetSettings.of(
            config(
                "tenants.default { money = 0.5, tokens = 9, model-calls = none, time = 2 hours, period = day }"));

    assertThat(settings.of("default"))
        .contains(
            new OfTenant(new Budget(500_000_000L, 9L, null, 7_200L, null, ALERTS), Period.DAY));
    assertThat(settings.of("other")).isEmpty();
  }

  @Test
  void periods_follow_the_calendar_of_utc() {
    var now = Instant.parse("2026-11-20T23:59:59.999Z");

    assertThat(Period.DAY.at(now)).isEqualTo("2026-11-20");
    assertThat(Period.MONTH.at(now)).isEqualTo("2026-11");
    assertThat(Period.ALWAYS.at(now)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unknown-price = perhaps             | troupe.budgets.unknown-price: it must be refuse or ignore
          bytes-per-token = 0                 | troupe.budgets.bytes-per-token: it must be at least 1
          alerts = [0]                        | troupe.budgets.alerts: they must be percentages
          tenants.a = 5                       | troupe.budgets.tenants.a: it must be a block
          tenants.a { dollars = 5 }           | troupe.budgets.tenants.a.dollars: there is no such setting
          tenants.a { period = week }         | troupe.budgets.tenants.a.period: it must be day, month or always
          tenants.a { money = much }          | troupe.budgets.tenants.a.money: it must be none or an amount
          tenants.a { money = -1 }            | troupe.budgets.tenants.a.money: it must be none or more than 0
          tenants.a { tokens = many }         | troupe.budgets.tenants.a.tokens: it must be none or a whole number
          tenants."Team A" { tokens = 5 }     | troupe.budgets.tenants.Team A: a tenant's name has 1 to 32 of a-z, 0-9 and -
          tenants.a { money = 1e10 }          | troupe.budgets.tenants.a.money: it must be none or at most 1000000000
          tenants.a { tokens = 1000000000001 } | troupe.budgets.tenants.a.tokens: it must be none or at most 1000000000000
          tenants.a { time = 1000000 days }   | troupe.budgets.tenants.a.time: it must be none or at most 1000000000 s
          tenants.a { time = soon }           | troupe.budgets.tenants.a.time: it must be none or a duration
          """)
  void what_cannot_be_used_is_refused_by_its_name(String budgets, String message) {
    var config = config(budgets);

    assertThatThrownBy(() -> BudgetSettings.of(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_block_that_bounds_nobody_is_warned_of() {
    var settings = BudgetSettings.of(config("tenants { defualt { tokens = 5 }, default {} }"));

    assertThat(settings.warnings())
        .containsExactly(
            "troupe.budgets.tenants.defualt bounds nobody: there is one tenant, default");
  }

  @Test
  void what_submissions_may_say_can_be_bounded() {
    var bounded = config("task-at-most { money = 2.5, time = 1 hour }, task.tokens = 7");

    assertThat(BudgetBlock.atMostOfTasks(bounded))
        .isEqualTo(new Budget(2_500_000_000L, null, null, 3_600L, null, null));
    assertThat(BudgetBlock.ofTasks(bounded).tokens()).isEqualTo(7);
  }

  @Test
  void a_default_beyond_what_submissions_may_say_is_refused() {
    var config = config("task-at-most.model-calls = 10, task.model-calls = 11");

    assertThatThrownBy(() -> BudgetBlock.ofTasks(config))
        .hasMessage(
            "troupe.budgets.task.model-calls: it is more than troupe.budgets.task-at-most allows");
  }

  @Test
  void a_tasks_block_is_refused_by_its_name_too() {
    var config = config("task.exhausted = panic");

    assertThatThrownBy(() -> BudgetBlock.ofTasks(config))
        .hasMessage("troupe.budgets.task.exhausted: it must be stop, finish or ask");
  }
}
