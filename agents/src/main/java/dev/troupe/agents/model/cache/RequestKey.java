package dev.troupe.agents.model.cache;

import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.troupe.agents.model.ModelGateway.Call;
import dev.troupe.persistence.CanonicalJson;
import dev.troupe.persistence.Json;

/** What makes two requests the same, as one hash: all that the model sees, and whose they are. */
final class RequestKey {
  private RequestKey() {}

  static String of(Call call) {
    var role = call.role();
    var request =
        Json.MAPPER
            .createObjectNode()
            .put("tenant", call.prompt().tenant())
            .put("model", role.model())
            .put("endpoint", role.baseUrl())
            .put("maxOutputTokens", role.limits().maxOutputTokens())
            .put("messages", ChatMessageSerializer.messagesToJson(call.prompt().messages()));
    request.set("schema", role.outputSchema());
    // Where another model may have answered, it is another request.
    request.set("fallbacks", Json.toTree(role.fallbacks()));
    return CanonicalJson.sha256(request);
  }
}
