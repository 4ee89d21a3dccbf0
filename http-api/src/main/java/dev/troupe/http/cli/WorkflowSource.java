package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.troupe.http.Call;
import dev.troupe.http.StartCheck;
import dev.troupe.http.WorkflowDocuments;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.embedded.ClosedTables;
import dev.troupe.supervisor.NamedWorkflows;
import dev.troupe.supervisor.NamedWorkflows.Named;
import dev.troupe.supervisor.view.WorkflowCatalog;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where workflows are asked for: the server that holds the data directory, or the program itself.
 */
sealed interface WorkflowSource extends AutoCloseable {
  JsonNode list();

  /** With its {@code definition}. */
  JsonNode show(String name);

  JsonNode validate(String definition);

  @Override
  void close();

  static WorkflowSource of(EngineOptions options, Streams streams) {
    return options
        .server(streams)
        .<WorkflowSource>map(Served::new)
        .orElseGet(() -> new BuiltIn(catalog(options), hash -> byHash(options, hash)));
  }

  private static WorkflowCatalog catalog(EngineOptions options) {
    try {
      Config config = options.configuration(Map.of());
      WorkflowCatalog catalog = StartCheck.catalog(config);
      return ClosedTables.read(options.data.directory(), catalog::with).orElse(catalog);
    } catch (StoreFailure e) {
      throw new CommandFailure(Exit.FAILED, String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException | ConfigException e) {
      throw new CommandFailure(Exit.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static Optional<Named> byHash(EngineOptions options, String hash) {
    try {
      return ClosedTables.read(
              options.data.directory(), tables -> WorkflowCatalog.byHash(tables, hash))
          .flatMap(found -> found);
    } catch (StoreFailure e) {
      throw new CommandFailure(Exit.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  record Served(ApiClient client) implements WorkflowSource {
    @Override
    public JsonNode list() {
      return client.get("/v1/workflows");
    }

    @Override
    public JsonNode show(String name) {
      return client.get("/v1/workflows/" + ApiClient.encode(name));
    }

    @Override
    public JsonNode validate(String definition) {
      return client.post("/v1/workflows/validate", TextNode.valueOf(definition), Map.of());
    }

    @Override
    public void close() {
      client.close();
    }
  }

  record BuiltIn(WorkflowCatalog catalog, Function<String, Optional<Named>> definitions)
      implements WorkflowSource {
    @Override
    public JsonNode list() {
      return WorkflowDocuments.list(catalog.list(Call.TENANT));
    }

    @Override
    public JsonNode show(String name) {
      return catalog
          .find(Call.TENANT, name)
          .or(() -> NamedWorkflows.isHash(name) ? definitions.apply(name) : Optional.empty())
          .map(WorkflowDocuments::of)
          .orElseThrow(() -> Refusals.noSuchWorkflow(name));
    }

    @Override
    public JsonNode validate(String definition) {
      return WorkflowDocuments.report(catalog.validate(Call.TENANT, definition));
    }

    @Override
    public void close() {}
  }
}
