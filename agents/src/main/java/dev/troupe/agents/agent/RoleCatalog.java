package dev.troupe.agents.agent;

import dev.troupe.agents.Agents;
import dev.troupe.agents.Agents.PinnedRole;
import dev.troupe.agents.Role;
import dev.troupe.persistence.CanonicalJson;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.Recent;
import dev.troupe.persistence.Table;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The roles as configured now, and every role that was ever pinned: stored by the SHA-256 of its
 * canonical JSON in the table {@code roles}.
 */
final class RoleCatalog {
  static final String TABLE = Agents.ROLES;
  private static final String PARTITION = "by-hash";
  private static final int KEPT_AT_MOST = 4_096;

  private final Map<String, Role> configured;
  private final Table table;
  // Every submission may name another model: what was not used for long is forgotten.
  private final Map<String, KnownRole> known =
      Collections.synchronizedMap(Recent.byUse(KEPT_AT_MOST));
  private final Map<RoleKey, KnownRole> pins =
      Collections.synchronizedMap(Recent.byUse(KEPT_AT_MOST));

  private record RoleKey(String name, @Nullable String model) {}

  RoleCatalog(Map<String, Role> configured, Table table) {
    this.configured = configured;
    this.table = table;
  }

  Optional<Role> configured(String name) {
    return Optional.ofNullable(configured.get(name));
  }

  Optional<PinnedRole> pin(String name, @Nullable String model) {
    return Optional.ofNullable(configured.get(name))
        .map(role -> pinned(role, model))
        .map(role -> new PinnedRole(role.hash(), role.role()));
  }

  private KnownRole pinned(Role role, @Nullable String model) {
    return pins.computeIfAbsent(
        new RoleKey(role.name(), model),
        _ -> remember(model == null ? role : role.withModel(model)));
  }

  /** Completes when every configured role, with this model, is found after a crash. */
  CompletionStage<Void> store(@Nullable String model) {
    var rows =
        configured.values().stream()
            .map(role -> pinned(role, model))
            .map(role -> new Table.Row(role.hash(), bytes(role.role())))
            .toList();
    return rows.isEmpty() ? done() : table.putAll(PARTITION, rows);
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedStage(null);
  }

  /** Empty if no such role was ever stored. */
  CompletionStage<Optional<KnownRole>> byHash(String hash) {
    var role = known.get(hash);
    return role != null
        ? CompletableFuture.completedStage(Optional.of(role))
        : table.get(PARTITION, hash).thenApply(found -> found.map(bytes -> remember(role(bytes))));
  }

  private KnownRole remember(Role role) {
    var hash = CanonicalJson.sha256(Json.toTree(role));
    return known.computeIfAbsent(hash, _ -> new KnownRole(hash, role, new ReplyReader(role)));
  }

  private static ByteString bytes(Role role) {
    return ByteString.fromArray(Json.bytes(Json.toTree(role)));
  }

  private static Role role(ByteString bytes) {
    return Json.fromTree(Json.parse(bytes.utf8String()), Role.class);
  }
}
