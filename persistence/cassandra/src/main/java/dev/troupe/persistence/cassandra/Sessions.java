package dev.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.troupe.persistence.StoreFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.connectors.cassandra.CqlSessionProvider;
import org.apache.pekko.stream.connectors.cassandra.DriverConfigLoaderFromConfig;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * Opens the driver's sessions, for the plugin and for us. Where Cassandra is not there yet it asks
 * again; where it refuses this node it says so at once, which the driver's own repetition does not.
 */
public final class Sessions implements CqlSessionProvider {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Config section;

  /** As the plugin has it: {@code troupe.cassandra.session-provider} names this class. */
  public Sessions(ActorSystem system, Config section) {
    this(section);
  }

  /**
   * @param section {@code troupe.cassandra}
   */
  Sessions(Config section) {
    this.section = section;
  }

  @Override
  public Future<CqlSession> connect(ExecutionContext executor) {
    return FutureConverters.asScala(open());
  }

  /**
   * A session, or in the stage a {@link StoreFailure} behind {@code start-timeout} at the latest.
   *
   * @throws IllegalArgumentException if a setting or a file it names cannot be used
   */
  CompletionStage<CqlSession> open() {
    var settings = CassandraSettings.ofSection(section);
    var access = Access.of(section);
    var end = System.nanoTime() + settings.startTimeout().toNanos();
    return open(new Asking(settings, access, end, Optional.empty()));
  }

  /** What is asked for until when, and why it has not come about yet. */
  private record Asking(
      CassandraSettings settings, Access access, long end, Optional<Throwable> why) {
    /** An attempt that was cut off by the end tells nothing; the one before did. */
    Asking after(Throwable failure) {
      return failure instanceof TimeoutException
          ? this
          : new Asking(settings, access, end, Optional.of(failure));
    }

    Duration left() {
      return Duration.ofNanos(end - System.nanoTime());
    }

    StoreFailure failure() {
      return why.flatMap(
              cause -> Refusal.in(cause).<StoreFailure>map(it -> it.failure(settings, cause)))
          .orElseGet(() ->
              new StoreFailure.Unavailable(
                  settings.contactPoints().toString(),
                  "%s, asked for %d s"
                      .formatted(
                          why.map(Refusal::words).orElse("nobody answers there"),
                          settings.startTimeout().toSeconds()),
                  why.orElse(null)));
    }
  }

  private CompletionStage<CqlSession> open(Asking asking) {
    return attempt(asking.access(), asking.left())
        .handle((session, failure) ->
            failure == null
                ? CompletableFuture.completedStage(session)
                : again(asking.after(Cql.cause(failure))))
        .thenCompose(Function.identity());
  }

  private CompletionStage<CqlSession> again(Asking asking) {
    var isRefused = asking.why().flatMap(Refusal::in).filter(Refusal::isFinal).isPresent();
    if (isRefused || asking.left().compareTo(PAUSE) < 0) {
      return CompletableFuture.failedStage(asking.failure());
    }
    var pause = CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(() -> open(asking), pause)
        .thenCompose(Function.identity());
  }

  private CompletionStage<CqlSession> attempt(Access access, Duration atMost) {
    var driver =
        section
            .getConfig("driver")
            // What failed is to be seen; it is tried again here.
            .withValue("advanced.reconnect-on-init", ConfigValueFactory.fromAnyRef(false));
    CompletableFuture<CqlSession> session =
        access
            .applied(CqlSession.builder())
            .withConfigLoader(DriverConfigLoaderFromConfig.fromConfig(driver))
            .buildAsync()
            .toCompletableFuture();
    return session
        .copy()
        .orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, failure) -> {
          if (failure != null && Cql.cause(failure) instanceof TimeoutException) {
            var _ = session.thenAccept(late -> late.closeAsync());
          }
        });
  }
}
