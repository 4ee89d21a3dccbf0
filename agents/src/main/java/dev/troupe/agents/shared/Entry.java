package dev.troupe.agents.shared;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.troupe.cluster.CborSerializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a bucket holds. Nothing in it is ever changed: a finding is taken back by one more entry, so
 * that in whatever order entries arrive, and whoever publishes one again, everybody sees the same.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Entry.Published.class, name = "published"),
  @JsonSubTypes.Type(value = Entry.Retracted.class, name = "retracted"),
  @JsonSubTypes.Type(value = Entry.Claimed.class, name = "claimed")
})
public sealed interface Entry extends CborSerializable {

  /** {@code tenant/taskId} */
  String task();

  Instant at();

  /** About how many it takes in the store and on the wire. */
  int bytes();

  default String tenant() {
    return task().substring(0, task().indexOf('/'));
  }

  record Published(String task, Finding finding) implements Entry {
    @Override
    public Instant at() {
      return finding.at();
    }

    @Override
    public int bytes() {
      return Weight.OF_ENTRY + Weight.of(task) + finding.bytes();
    }
  }

  /** Its author does not hold it any more. */
  record Retracted(String task, String finding, String author, Instant at) implements Entry {
    public Retracted {
      at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public int bytes() {
      return Weight.OF_ENTRY + Weight.of(task) + Weight.of(finding) + Weight.of(author);
    }
  }

  /**
   * The supervisor has decided who works on a question; this only shows it.
   *
   * @param by {@code role/number} of the agent
   */
  record Claimed(String task, String question, String by, int assignment, Instant at)
      implements Entry {
    public Claimed {
      at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public int bytes() {
      return Weight.OF_ENTRY + Weight.of(task) + Weight.of(question) + Weight.of(by);
    }
  }
}
