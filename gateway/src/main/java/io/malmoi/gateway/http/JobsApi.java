package io.malmoi.gateway.http;

import io.malmoi.service.Violations;
import io.malmoi.v1.CancelJobRequest;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.DeleteJobRequest;
import io.malmoi.v1.GetJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobServiceGrpc;
import io.malmoi.v1.ListJobsRequest;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code /v1/jobs}: {@code JobService}. */
@Path("/v1/jobs")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
class JobsApi {
    private final LocalCalls calls;
    private final JsonBody json;
    private final RoutingContext http;

    JobsApi(LocalCalls calls, JsonBody json, RoutingContext http) {
        this.calls = calls;
        this.json = json;
        this.http = http;
    }

    @POST
    public String create(InputStream body) throws Exception {
        CreateJobRequest request =
                json.read(body, CreateJobRequest.newBuilder()).build();
        return Json.print(calls.call(
                http, channel -> JobServiceGrpc.newBlockingStub(channel).createJob(request)));
    }

    @GET
    @Path("{id: [^:/]+}")
    public String get(@RestPath String id) throws Exception {
        GetJobRequest request = GetJobRequest.newBuilder().setName("jobs/" + id).build();
        return Json.print(calls.call(
                http, channel -> JobServiceGrpc.newBlockingStub(channel).getJob(request)));
    }

    @GET
    public String list(
            @RestQuery("page_size") String pageSize,
            @RestQuery("page_token") String pageToken,
            @RestQuery("state") String state)
            throws Exception {
        ListJobsRequest request = ListJobsRequest.newBuilder()
                .setPageSize(Query.pageSize(pageSize))
                .setPageToken(Query.text(pageToken))
                .setState(state(state))
                .build();
        return Json.print(calls.call(
                http, channel -> JobServiceGrpc.newBlockingStub(channel).listJobs(request)));
    }

    @POST
    @Path("{id: [^:/]+}:cancel")
    public String cancel(@RestPath String id) throws Exception {
        CancelJobRequest request =
                CancelJobRequest.newBuilder().setName("jobs/" + id).build();
        return Json.print(calls.call(
                http, channel -> JobServiceGrpc.newBlockingStub(channel).cancelJob(request)));
    }

    @DELETE
    @Path("{id: [^:/]+}")
    public String delete(@RestPath String id) throws Exception {
        DeleteJobRequest request =
                DeleteJobRequest.newBuilder().setName("jobs/" + id).build();
        return Json.print(calls.call(
                http, channel -> JobServiceGrpc.newBlockingStub(channel).deleteJob(request)));
    }

    private static Job.State state(String name) {
        String wanted = name == null || name.isEmpty() ? "STATE_UNSPECIFIED" : name.toUpperCase(Locale.ROOT);
        List<Job.State> found = Arrays.stream(Job.State.values())
                .filter(state -> state.name().equals(wanted))
                .toList();
        new Violations()
                .require(!found.isEmpty(), "state", "is '" + name + "', which is no state of a job")
                .throwIfAny();
        return found.get(0);
    }
}
