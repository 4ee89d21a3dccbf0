package dev.troupe.supervisor;

import com.typesafe.config.Config;
import dev.troupe.agents.Budget;
import dev.troupe.agents.BudgetBlock;
import java.time.Duration;
import java.util.List;

/**
 * The settings under {@code troupe.tasks}, {@code troupe.resources}, {@code troupe.planned} and
 * {@code troupe.budgets.task}; troupe-supervisor.conf and troupe-budgets.conf say what each is for.
 *
 * @param planned what a workflow may use that came up in a task
 * @param budget of a task whose submission says nothing of it
 * @param budgetAtMost the most that a submission may say
 * @param admission when a node takes on no more tasks
 * @param retention how long finished tasks are kept
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
    PlanSettings planned,
    Budget budget,
    Budget budgetAtMost,
    AdmissionSettings admission,
    RetentionSettings retention) {
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
        PlanSettings.from(config),
        BudgetBlock.ofTasks(config),
        BudgetBlock.atMostOfTasks(config),
        AdmissionSettings.from(config),
        RetentionSettings.from(config));
  }
}
