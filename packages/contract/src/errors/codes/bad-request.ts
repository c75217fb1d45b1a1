// This file is long because it is a table: one row per code of status 400, together on one page.
import { defineErrors } from '../define-errors.ts';

const once = { retryable: false, hasRetryAfter: false } as const;

/** 400: the request is unacceptable. Nothing was done; change the request. */
export const BAD_REQUEST = defineErrors(400, {
  parameter_missing: {
    ...once,
    title: 'A required parameter is missing',
    detail: 'The required parameter {param} is missing.',
    doc: 'A parameter that the operation cannot do without was not sent. `param` names it, and `errors` lists this fault together with every other fault of the request, so one round of corrections is enough. Add the parameter and send the request again.',
    example: { param: 'reconType', metadata: { param: 'reconType' } },
  },
  parameter_invalid: {
    ...once,
    title: 'A parameter is invalid',
    detail: 'The parameter {param} is invalid: {reason}.',
    doc: 'A parameter was sent, but its value is not acceptable: wrong type, wrong form, too long, or not one of the allowed values. `errors` lists every fault of the request with a JSON Pointer to the place in the body, or with the name of the path, query or header parameter. Correct the values and send the request again.',
    example: { param: 'reconType', metadata: { param: 'reconType', reason: 'it must be one of the listed values' } },
  },
  parameter_unknown: {
    ...once,
    title: 'A parameter is unknown',
    detail: 'The parameter {param} is not known to this operation.',
    doc: 'The query or the body has a member that the operation does not know; most often it is a slip of the pen in the name of an optional parameter. It is refused rather than passed over, because a setting that silently has no effect costs more than an error. Correct or remove it.',
    example: { param: 'reconTyp', metadata: { param: 'reconTyp' } },
  },
  body_malformed: {
    ...once,
    title: 'The body is not valid JSON',
    detail: 'The body cannot be read as JSON: {reason}.',
    doc: 'The bytes of the body are not one JSON value in UTF-8 (RFC 8259): a syntax error, bytes that are not UTF-8, a member that occurs twice in one object, nesting deeper than the limit, or a body that is empty where one is required. `metadata.reason` says which. Correct the body and send the request again.',
    example: { metadata: { reason: 'it ends in the middle of a value' } },
  },
  body_too_large: {
    ...once,
    title: 'The body is too large',
    detail: 'The body is larger than the {limitBytes} bytes that this operation accepts.',
    doc: 'The body is longer than the operation accepts; `metadata.limitBytes` is the limit. What exceeds it is not read, and the connection is closed. Send less at a time, or upload a file instead of sending lines in the body.',
    example: { metadata: { limitBytes: 1_048_576 } },
  },
  media_type_unsupported: {
    ...once,
    title: 'The media type is not supported',
    detail: 'The header {param} does not name a form that this operation supports; supported: {supported}.',
    doc: '`Content-Type` is missing, or it or `Content-Encoding` says that the body is in a form that the operation does not read, or `Accept` excludes every form in which it can answer. Send JSON as `application/json` without a content encoding, and accept `application/json` and `application/problem+json` (or send no `Accept` at all).',
    example: { param: 'content-type', metadata: { param: 'content-type', supported: 'application/json' } },
  },
  request_malformed: {
    ...once,
    title: 'The request is malformed',
    detail: 'The request cannot be read: {reason}.',
    doc: 'The bytes on the connection are not an acceptable HTTP/1.1 request: a syntax error, headers larger than the limit, a request that stopped half-way or came too slowly, or a protocol switch that is not offered. The connection is closed after the answer. A client library never causes this; look at the proxy in between or at hand-made requests.',
    example: { metadata: { reason: 'the headers are larger than 16384 bytes' } },
  },
  resource_missing: {
    ...once,
    title: 'The resource does not exist',
    detail: 'The parameter {param} names something that does not exist or is not yours.',
    doc: 'An id in the path, the query or the body names nothing that this token can see; `param` says which one. An id of another workspace and an id that never was give the same answer, so that nothing leaks. Check the id, and that the token belongs to the workspace that owns it.',
    example: { param: 'workflowId', metadata: { param: 'workflowId' } },
  },
  route_unknown: {
    ...once,
    title: 'There is no such operation',
    detail: 'No operation has this path; {hint}.',
    doc: 'The path of the URL belongs to no operation. Compare it with the list of operations: the base path is `/integration/v1`, paths are case-sensitive and have no slash at the end. Where the path differs from one of them in nothing else, `metadata.hint` names that one.',
    example: { metadata: { hint: 'perhaps /integration/v1/maxItc/triggerWorkflow is meant' } },
  },
  method_not_allowed: {
    ...once,
    title: 'The method is not allowed here',
    detail: 'This path does not have the method {method}; it has {allow}.',
    doc: 'The path exists, but not with this method. The `Allow` header and `metadata.allow` list the methods that it has.',
    example: { metadata: { method: 'DELETE', allow: 'GET, HEAD, OPTIONS' } },
  },
  idempotency_key_invalid: {
    ...once,
    title: 'The idempotency key is invalid',
    detail: 'The header {param} is invalid: it must be 1 to {maxLength} visible ASCII characters.',
    doc: '`Idempotency-Key` must be 1 to 255 visible ASCII characters, bare or in double quotes, and be sent once. Use a fresh UUID for every thing that you want done, and the same one again when you repeat the request.',
    example: { param: 'idempotency-key', metadata: { param: 'idempotency-key', maxLength: 255 } },
  },
  idempotency_key_reused: {
    ...once,
    title: 'The idempotency key was used for another request',
    detail: 'The idempotency key was used before for a request that differs from this one.',
    doc: 'A key stands for one request: one method, one path, one body. This key was used within the last 30 days for something else, so the answer of then would be wrong and doing it now could be a mistake. A client that covers other PANs than the first one counts as something else too. Use a new key for a new request, and repeat a request without changing it.',
    example: { param: 'idempotency-key' },
  },
  period_range_invalid: {
    ...once,
    title: 'The range of periods is invalid',
    detail: 'The range from {from} to {to} in {param} is invalid: {reason}.',
    doc: 'The first period of a range lies after its last one, or the range is longer than the operation accepts. Periods are `MMYYYY`, both ends are included.',
    example: {
      param: 'pullReturnPeriodEnd',
      metadata: {
        param: 'pullReturnPeriodEnd',
        from: '102026',
        to: '042026',
        reason: 'the first period is after the last',
      },
    },
  },
  gstin_invalid: {
    ...once,
    title: 'A GSTIN is invalid',
    detail: 'The GSTIN in {param} is invalid: {reason}.',
    doc: 'A GSTIN has 15 characters: two digits of the state, ten of the PAN, one of the registration, one of the kind, and a check character. `metadata.reason` says what is wrong with this one; a wrong check character most often means that two characters were swapped.',
    example: {
      param: 'userInputArgs.gstins[0]',
      metadata: { param: 'userInputArgs.gstins[0]', reason: 'the check character is wrong' },
    },
  },
  gstin_not_of_pan: {
    ...once,
    title: 'A GSTIN does not belong to the PAN',
    detail: 'The GSTIN in {param} does not belong to the PAN {pan}.',
    doc: 'Characters 3 to 12 of a GSTIN are the PAN of its holder, and here they differ from the PAN of the request. One request is about the registrations of one PAN; send one request per PAN.',
    example: {
      param: 'userInputArgs.gstins[1]',
      metadata: { param: 'userInputArgs.gstins[1]', pan: 'ABCDE1234F' },
    },
  },
  webhook_url_refused: {
    ...once,
    title: 'The URL of the webhook is refused',
    detail: 'No events can be sent to the URL in {param}: {reason}.',
    doc: 'A webhook must be reachable at an http or https URL without credentials in it, and its host must not be an address inside the own network: a loopback, private, link-local or otherwise reserved one, which would let a caller reach what only the server can. Whoever runs the server may allow such addresses with `MILAAN_WEBHOOK_PRIVATE_ADDRESSES`. Use an address that is reachable from outside.',
    example: { param: 'url', metadata: { param: 'url', reason: 'its host is a loopback address' } },
  },
  ask_empty: {
    ...once,
    title: 'The question is empty',
    detail: 'The parameter {param} holds no question.',
    doc: 'A documentation page was asked with `?ask=`, but there is no question after it. Write the question in plain words.',
    example: { param: 'ask', metadata: { param: 'ask' } },
  },
});
