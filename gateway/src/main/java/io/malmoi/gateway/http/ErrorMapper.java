package io.malmoi.gateway.http;

import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failed request with an error in JSON. */
final class ErrorMapper {
    @ServerExceptionMapper
    Response anything(Throwable failure) {
        return respond(HttpErrors.of(failure), failure);
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException failure) {
        return respond(HttpErrors.of(failure), failure);
    }

    @ServerExceptionMapper
    Response nowhere(NotFoundException failure, UriInfo uri) {
        return respond(
                HttpErrors.of(new NotFoundException("there is nothing at " + uri.getPath() + "; see docs/http.md")),
                failure);
    }

    private static Response respond(HttpErrors.HttpError error, Throwable failure) {
        Response.ResponseBuilder response =
                Response.status(error.code()).type(MediaType.APPLICATION_JSON).entity(error.body());
        if (failure instanceof NotAllowedException refused) {
            response.header(HttpHeaders.ALLOW, refused.getResponse().getHeaderString(HttpHeaders.ALLOW));
        }
        return response.build();
    }
}
