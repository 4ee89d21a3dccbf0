package dev.troupe.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.cluster.ClusterView;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/cluster}: the members as this node sees them, and what it hosts itself. */
final class ClusterRoutes implements Routes {
  private final Supplier<CompletionStage<ClusterView>> view;

  ClusterRoutes(Supplier<CompletionStage<ClusterView>> view) {
    this.view = view;
  }

  @Override
  public @Nullable CompletionStage<HttpResponse> handle(Call call) {
    if (call.path().size() != 2 || !call.path().get(1).equals("cluster")) {
      return null;
    }
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      throw Routes.wrongMethod(call, "GET");
    }
    Parameters.allow(call);
    return view.get().thenApply(seen -> Answers.json(200, document(seen)));
  }

  private static ObjectNode document(ClusterView view) {
    ObjectNode document = EdgeJson.object().put("self", view.self());
    document.put("leader", view.leader().orElse(null));
    var members = document.putArray("members");
    view.members()
        .forEach(member ->
            members
                .addObject()
                .put("address", member.address())
                .put("status", member.status())
                .put("reachable", member.reachable()));
    ObjectNode regions = document.putObject("regions");
    view.regions()
        .forEach((type, region) ->
            regions
                .putObject(type)
                .put("shards", region.shards())
                .put("entities", region.entities()));
    return document;
  }
}
