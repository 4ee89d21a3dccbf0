package dev.troupe.agents.agent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.persistence.testkit.JournalOperation;
import org.apache.pekko.persistence.testkit.ProcessingPolicy;
import org.apache.pekko.persistence.testkit.ProcessingResult;
import org.apache.pekko.persistence.testkit.ProcessingSuccess;
import org.apache.pekko.persistence.testkit.WriteEvents;

/** Lets every journal operation pass and counts the atomic writes of each journal. */
final class WriteCounter implements ProcessingPolicy<JournalOperation> {
  private final Map<String, Integer> writes = new ConcurrentHashMap<>();

  int of(String persistenceId) {
    return writes.getOrDefault(persistenceId, 0);
  }

  @Override
  public ProcessingResult tryProcess(String persistenceId, JournalOperation operation) {
    if (operation instanceof WriteEvents) {
      writes.merge(persistenceId, 1, Integer::sum);
    }
    return ProcessingSuccess.getInstance();
  }
}
