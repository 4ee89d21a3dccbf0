package dev.troupe.supervisor;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;

/**
 * The settings under {@code troupe.tasks} and {@code troupe.resources}; troupe-supervisor.conf says
 * what each is for.
 */
public record TaskSettings(
    String defaultWorkflow,
    int steps,
    int stepsAtMost,
    Duration timeout,
    Duration timeoutAtMost,
    Duration resendUnconfirmed,
    Duration resendConfirmed,
    Duration grace,
    Duration linger,
    Duration passivateWhenWaitingLongerThan,
    Duration askTimeout,
    int stashedMessages,
    int waitingClients,
    Duration wakeInterval,
    Duration wakeAllInterval,
    String readJournal,
    List<ResourceBinding> resources) {

  /**
   * @param config the system's whole configuration
   */
  public static TaskSettings from(Config config) {
    var tasks = config.getConfig("troupe.tasks");
    return new TaskSettings(
        tasks.getString("default-workflow"),
        tasks.getInt("steps"),
        tasks.getInt("steps-at-most"),
        tasks.getDuration("timeout"),
        tasks.getDuration("timeout-at-most"),
        tasks.getDuration("resend-unconfirmed"),
        tasks.getDuration("resend-confirmed"),
        tasks.getDuration("grace"),
        tasks.getDuration("linger"),
        tasks.getDuration("passivate-when-waiting-longer-than"),
        tasks.getDuration("ask-timeout"),
        tasks.getInt("stashed-messages"),
        tasks.getInt("waiting-clients"),
        tasks.getDuration("wake-interval"),
        tasks.getDuration("wake-all-interval"),
        tasks.getString("read-journal"),
        ResourceBinding.from(config));
  }
}
