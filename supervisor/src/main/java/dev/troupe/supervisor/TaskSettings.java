package dev.troupe.supervisor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.troupe.agents.Budget;
import dev.troupe.agents.BudgetBlock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The settings under {@code troupe.tasks}, {@code troupe.resources}, {@code troupe.planned} and
 * {@code troupe.budgets.task}; troupe-supervisor.conf and troupe-budgets.conf say what each is for.
 *
 * @param plannable what a workflow may use that came up in a task
 * @param budget of a task whose submission says nothing of it
 * @param budgetAtMost the most that a submission may say
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
    List<ResourceBinding> resources,
    List<String> plannable,
    Budget budget,
    Budget budgetAtMost) {
  private static final Pattern PLANNABLE =
      Pattern.compile("(agent|java|tool|workflow):[^*]*\\*?|human:approval");

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
        ResourceBinding.from(config),
        plannable(config),
        BudgetBlock.ofTasks(config),
        BudgetBlock.atMostOfTasks(config));
  }

  static List<String> plannable(Config config) {
    var listed = config.getStringList("troupe.planned.resources");
    for (var resource : listed) {
      if (!PLANNABLE.matcher(resource).matches()) {
        throw new ConfigException.BadValue(
            config.getValue("troupe.planned.resources").origin(),
            "troupe.planned.resources",
            "'%s' is no resource: write 'agent:NAME', 'java:NAME', 'tool:NAME', 'workflow:NAME' or 'human:approval'; a star may stand at the end"
                .formatted(resource));
      }
    }
    return List.copyOf(listed);
  }
}
