package dev.troupe.supervisor.task;

import static dev.troupe.persistence.Decision.accept;
import static dev.troupe.persistence.Decision.reject;

import dev.troupe.persistence.Decision;
import dev.troupe.supervisor.task.TaskCommand.GiveMessage;
import dev.troupe.supervisor.task.TaskEvent.MessageGiven;
import dev.troupe.supervisor.task.TaskRejection.MessageRefused;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether a task takes a message, and for which of its assignments. Pure. */
final class MessageDecider {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private static final int CHILDREN_NAMED = 3;

  private MessageDecider() {}

  static Decision<TaskEvent, TaskRejection> decide(
      Running task, GiveMessage message, Environment environment) {
    var known = task.messages().find(message.message());
    if (known.isPresent()) {
      return again(known.get(), message);
    }
    if (task.messages().areFull()) {
      return refused(
          "It has been given %d messages, which is the most.".formatted(Messages.AT_MOST));
    }
    var to = message.to();
    var recipients = Messages.recipients(task, to);
    if (to != null && recipients.isEmpty()) {
      if (NUMBER.matcher(to).matches()) {
        return refused("No agent is at work on assignment %s.".formatted(to));
      }
      if (!isRole(task, to, environment)) {
        return refused("There is no role '%s' here.".formatted(to));
      }
    }
    if (to == null && recipients.isEmpty()) {
      var elsewhere = elsewhere(task, TaskId.fromKey(environment.taskKey()));
      if (!elsewhere.isEmpty()) {
        return refused(
            "Tasks of their own do its work at the moment; send the message there: %s."
                .formatted(elsewhere));
      }
    }
    return accept(
        List.of(
            new MessageGiven(message.message(), message.text(), to, recipients, message.now())));
  }

  private static String elsewhere(Running task, TaskId id) {
    return task.openWork()
        .filter(Work::isForWorkflow)
        .limit(CHILDREN_NAMED)
        .map(work -> HashedId.ofChild(id, work.assignment(), work.attempt()).id())
        .collect(Collectors.joining(", "));
  }

  private static boolean isRole(Running task, String name, Environment environment) {
    return environment.resources().bound(Resources.AGENT + name, task.terms().model()).isPresent();
  }

  /** Behind the end, what was taken before it is still the same message. */
  static Decision<TaskEvent, TaskRejection> late(Ended task, GiveMessage message) {
    return task.last()
        .messages()
        .find(message.message())
        .map(known -> again(known, message))
        .orElseGet(() -> refused("It has ended, and nobody works on it any more."));
  }

  private static Decision<TaskEvent, TaskRejection> again(
      Messages.Given known, GiveMessage message) {
    return known.text().equals(message.text()) && Objects.equals(known.to(), message.to())
        ? accept(List.of())
        : refused("This Idempotency-Key belongs to another message; use a new key.");
  }

  private static Decision<TaskEvent, TaskRejection> refused(String why) {
    return reject(new MessageRefused(why));
  }
}
