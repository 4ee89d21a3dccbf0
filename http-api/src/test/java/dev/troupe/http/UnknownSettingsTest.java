package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.NodeConfiguration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownSettingsTest {
  private static final Config KNOWN = NodeConfiguration.known();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "troupe.taks.steps = 3|troupe.taks: there is no such setting; did you mean troupe.tasks?",
        "troupe.tasks.setps = 3|troupe.tasks.setps: there is no such setting; did you mean troupe.tasks.steps?",
        "troupe.http.max-bodies = 3|troupe.http.max-bodies: there is no such setting; did you mean troupe.http.max-body?",
        "trouppe.tasks.steps = 3|trouppe: there is no such setting; did you mean troupe?",
        "tasks.steps = 3|tasks: there is no such setting; did you mean troupe.tasks?",
        "trust-network = x|trust-network: there is no such setting; did you mean troupe.http.trust-network?",
        "colour = red|colour: there is no such setting; settings of this program begin with troupe., of its libraries with pekko.",
      })
  void names_a_setting_that_nobody_reads_and_the_nearest_one(String file, String sentence) {
    assertThat(of(file)).containsExactly(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "troupe.tasks.steps = 3",
        "troupe.roles.critic { instructions = x, limits.timeout = 3s }",
        "troupe.models.providers.mine { base-url = x, api-key = y }",
        "troupe.agents.role-defaults.base-url = x",
        "troupe.embedded.journal.circuit-breaker.max-failures = 3",
        "pekko.some.thing = 3",
        "datastax-java-driver.basic.contact-points = [a]",
      })
  void lets_pass_what_is_read_and_what_libraries_read(String file) {
    assertThat(of(file)).isEmpty();
  }

  @Test
  void names_every_one() {
    assertThat(of("troupe { tasks.setps = 1, htp.port = 2 }")).hasSize(2);
  }

  @Test
  void everything_that_is_documented_is_known() {
    assertThat(UnknownSettings.of(KNOWN, KNOWN)).isEmpty();
  }

  private static List<String> of(String file) {
    return UnknownSettings.of(ConfigFactory.parseString(file), KNOWN);
  }
}
