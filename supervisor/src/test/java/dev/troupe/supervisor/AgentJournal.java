package dev.troupe.supervisor;

import dev.troupe.agents.Assignment;
import dev.troupe.supervisor.task.TaskEvent;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** What a scripted agent would have remembered: a journal under its name, with one event in it. */
final class AgentJournal extends EventSourcedBehavior<ActorRef<Done>, TaskEvent, String> {

  /** Durable when it returns; answers the persistence id. */
  static String write(TestNode node, Assignment work) {
    var id = work.role() + "|" + work.agent().entityId();
    ActorRef<ActorRef<Done>> agent =
        node.system()
            .systemActorOf(
                (Behavior<ActorRef<Done>>) new AgentJournal(id),
                id.replace('|', '-').replace('/', '-'),
                Props.empty());
    CompletionStage<Done> written =
        AskPattern.ask(agent, replyTo -> replyTo, TestNode.LONG, node.system().scheduler());
    TestNode.get(written);
    return id;
  }

  private AgentJournal(String id) {
    super(PersistenceId.ofUniqueId(id));
  }

  @Override
  public String emptyState() {
    return "";
  }

  @Override
  public CommandHandler<ActorRef<Done>, TaskEvent, String> commandHandler() {
    return (_, replyTo) ->
        Effect()
            .persist(new TaskEvent.TimerFired(0, Instant.EPOCH))
            .thenRun((String _) -> replyTo.tell(Done.getInstance()))
            .thenStop();
  }

  @Override
  public EventHandler<String, TaskEvent> eventHandler() {
    return (state, _) -> state;
  }
}
