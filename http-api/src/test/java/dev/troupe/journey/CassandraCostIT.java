package dev.troupe.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a task of three steps asks of Cassandra, by what that counts itself. A machine's speed has
 * no part in it; who makes a task dearer raises the figures knowingly.
 */
class CassandraCostIT {
  private static final int WARM_UP = 5;
  private static final int TASKS = 40;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  /** Rows of tables, by the table's name, as often as they were written or asked for. */
  private record Counts(Map<String, Double> reads, Map<String, Double> writes) {
    static Counts of(CqlSession session) {
      return new Counts(of(session, "local_read_latency"), of(session, "local_write_latency"));
    }

    private static Map<String, Double> of(CqlSession session, String view) {
      var counts = new TreeMap<String, Double>();
      for (var row :
          session.execute("SELECT keyspace_name, table_name, count FROM system_views." + view)) {
        if ("troupe".equals(row.getString("keyspace_name"))) {
          counts.put(String.valueOf(row.getString("table_name")), (double) row.getLong("count"));
        }
      }
      return counts;
    }

    /** For each of the tasks behind {@code before}. */
    Counts each(Counts before) {
      return new Counts(each(before.reads, reads), each(before.writes, writes));
    }

    private static Map<String, Double> each(Map<String, Double> before, Map<String, Double> after) {
      var each = new TreeMap<String, Double>();
      after.forEach(
          (table, count) -> each.put(table, (count - before.getOrDefault(table, 0.0)) / TASKS));
      return each;
    }
  }

  @Test
  void a_task_writes_seven_times_and_asks_new_journals_once() throws IOException {
    try (var models = ModelEndpoint.start(Duration.ZERO);
        var cassandra = TrialCassandra.start(folder.resolve("cassandra"))) {
      var config =
          cassandra.config(
              folder.resolve("cassandra.conf"), models.config(folder.resolve("models.conf")));
      try (var schema =
          Program.start(folder.resolve("logs"), "schema", "apply", "--config", config.toString())) {
        assertThat(schema.await()).as(schema.output()).isZero();
      }
      try (var node =
              Program.serve(
                  folder.resolve("logs"),
                  folder.resolve("node"),
                  "--config",
                  config.toString(),
                  "--quiet");
          var session = cassandra.session()) {
        var client = new Client(node.url());
        run(client, "warm", WARM_UP);
        var before = Counts.of(session);
        run(client, "counted", TASKS);
        var each = Counts.of(session).each(before);

        // One for each of its four journals, which are new.
        assertThat(each.reads()).extractingByKey("messages", DOUBLE).isBetween(4.0, 4.3);
        assertThat(each.writes()).containsEntry("messages", 7.0);
        // Who wrote a journal, and what was deleted, is nothing to ask of a new one.
        assertThat(each.reads()).contains(entry("journal_writers", 0.0), entry("metadata", 0.0));
        assertThat(each.writes())
            .contains(entry("journal_writers", 0.0), entry("all_persistence_ids", 0.0));
        // Its submission and its end: agents have no tags.
        assertThat(each.writes())
            .contains(entry("tag_views", 2.0), entry("tag_write_progress", 2.0));
        assertThat(each.writes()).extractingByKey("tag_scanning", DOUBLE).isLessThan(1.5);
        // Set and removed, for which it is not looked up again.
        assertThat(each.reads()).containsEntry("wake_up_of_task", 1.0);
        assertThat(each.writes()).contains(entry("wake_up_of_task", 2.0), entry("wake_ups", 2.0));
      }
    }
  }

  private static void run(Client client, String keys, int tasks) {
    for (var number = 0; number < tasks; number++) {
      var id = client.submit("Work.", "bench", keys + number);
      assertThat(client.await(id).path("status").textValue()).isEqualTo("completed");
    }
  }
}
