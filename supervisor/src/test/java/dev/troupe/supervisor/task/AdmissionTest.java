package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.troupe.supervisor.AdmissionSettings;
import dev.troupe.supervisor.TaskSettings;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
  private double heap;
  private int collected;
  private long now = 42;
  private final Admission admission =
      new Admission(
          new AdmissionSettings(2, Duration.ofSeconds(3), 0.85, Duration.ofSeconds(5)),
          () -> heap,
          () -> collected++,
          () -> now);

  private void after(Duration time) {
    now += time.toNanos();
  }

  /** One that takes so long to be stored. */
  private void stored(Duration time) {
    var storing = admission.storing();
    after(time);
    storing.over();
  }

  @Test
  void takes_on_as_many_as_it_may_have_under_way() {
    admission.begun();
    assertThat(admission.refusal()).isEmpty();
    admission.begun();

    assertThat(admission.refusal())
        .hasValueSatisfying(why -> assertThat(why).contains("2 tasks", "open-at-most"));
    admission.ended();
    assertThat(admission.refusal()).isEmpty();
    assertThat(admission.load().refused()).isEqualTo(1);
  }

  @Test
  void what_begins_is_counted_in_the_same_moment() {
    assertThat(admission.takeOn()).isEmpty();
    assertThat(admission.takeOn()).isEmpty();

    assertThat(admission.takeOn()).isPresent();
    assertThat(admission.load().underWay()).isEqualTo(2);
    heap = 0.9;
    admission.ended();
    assertThat(admission.takeOn()).isPresent();
    assertThat(admission.load().underWay()).isEqualTo(1);
  }

  @Test
  void takes_on_none_while_the_last_ones_took_too_long() {
    stored(Duration.ofMillis(3_500));

    assertThat(admission.refusal())
        .hasValueSatisfying(
            why -> assertThat(why).contains("It takes 3.5 s to store a task", "latency-at-most"));
    after(Duration.ofSeconds(2));
    assertThat(admission.refusal()).as("nothing has been slow since").isEmpty();
  }

  @Test
  void one_slow_submission_among_fast_ones_is_no_reason() {
    stored(Duration.ofMillis(3_500));
    for (var i = 0; i < 10; i++) {
      stored(Duration.ofMillis(5));
    }

    assertThat(admission.refusal()).isEmpty();
  }

  @Test
  void takes_on_none_while_submissions_are_answered_late() {
    var ten = Stream.generate(admission::submitting).limit(10).toList();
    after(Duration.ofSeconds(4));
    ten.subList(0, 9).forEach(Admission.Submitting::answered);
    assertThat(admission.refusal()).as("a start is slow once").isEmpty();
    ten.getLast().answered();

    assertThat(admission.refusal())
        .hasValueSatisfying(why -> assertThat(why).contains("takes 4.0 s"));
    after(Duration.ofSeconds(2));
    assertThat(admission.refusal()).isEmpty();
  }

  @Test
  void takes_on_none_while_one_does_not_come_back() {
    admission.storing().over();
    var stuck = admission.storing();
    admission.storing().over();
    after(Duration.ofMillis(3_001));

    assertThat(admission.refusal()).isPresent();
    assertThat(admission.load().storing()).isEqualTo(Duration.ofMillis(3_001));
    stuck.over();
    after(Duration.ofSeconds(3));
    assertThat(admission.refusal()).isEmpty();
  }

  @Test
  void takes_on_none_where_its_tasks_leave_no_memory_and_has_it_looked_at_anew() {
    admission.begun();
    heap = 0.9;
    assertThat(admission.refusal())
        .hasValueSatisfying(why -> assertThat(why).contains("90 %", "heap-at-most"));
    after(Duration.ofSeconds(21));
    assertThat(admission.refusal()).isPresent();
    assertThat(collected).as("it would find the same, and stop everything for it").isZero();

    admission.ended();
    assertThat(admission.refusal()).isPresent();
    assertThat(collected).isEqualTo(1);
    assertThat(admission.refusal()).isPresent();
    assertThat(admission.refusal()).isPresent();
    assertThat(collected).isEqualTo(1);
    after(Duration.ofSeconds(21));
    assertThat(admission.refusal()).isPresent();
    assertThat(collected).isEqualTo(2);

    heap = 0.5;
    assertThat(admission.refusal()).isEmpty();
  }

  /** Or the bound would be none: what it is called is the collector's affair. */
  @Test
  void this_jvm_has_an_old_generation() {
    System.gc();

    assertThat(OldGeneration.share().getAsDouble()).isStrictlyBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @CsvSource({"open-at-most, 0", "latency-at-most, 0 s", "heap-at-most, 1.1", "retry-after, 0 s"})
  void a_setting_that_makes_no_sense_is_refused_with_its_place(String name, String value) {
    var config =
        ConfigFactory.parseString("troupe.tasks.admission.%s = %s".formatted(name, value))
            .withFallback(ConfigFactory.load());

    assertThatThrownBy(() -> TaskSettings.from(config))
        .isInstanceOf(ConfigException.BadValue.class)
        .hasMessageContaining("troupe.tasks.admission." + name)
        .hasMessageContaining("has to be");
  }
}
