#include "autodiff/operation.h"
#include "autodiff/tape-private.h"

gboolean bw_tensor_wants(const BwTensor *self, int input)
{
  return self->inputs[input]->pass == self->tape->pass;
}

/* Marks what depends on wrt, up to y, so that nothing is computed for the rest. Returns the first of them. */
static int mark_dependent(BwTape *tape, const BwTensor *y, BwTensor *const *wrt, int n_wrt)
{
  guint pass = ++tape->pass;
  int first = y->index;
  for (int k = 0; k < n_wrt; k++) {
    wrt[k]->pass = pass;
    wrt[k]->gradient = NULL;
    first = MIN(first, wrt[k]->index);
  }
  for (int i = first; i <= y->index; i++) {
    BwTensor *tensor = tape->tensors->pdata[i];
    for (int k = 0; k < tensor->n_inputs && tensor->pass != pass; k++)
      if (tensor->inputs[k]->pass == pass) {
        tensor->pass = pass;
        tensor->gradient = NULL;
      }
  }
  return first;
}

static void pass_on(BwTensor *tensor)
{
  BwTensor *gradients[BW_MAX_INPUTS] = {NULL};
  tensor->operation->differentiate(tensor, tensor->gradient, gradients);
  for (int k = 0; k < tensor->n_inputs; k++) {
    BwTensor *input = tensor->inputs[k];
    if (!gradients[k])
      continue;
    g_assert(gradients[k]->rows == input->rows && gradients[k]->columns == input->columns);
    input->gradient = input->gradient ? bw_add(input->gradient, gradients[k]) : gradients[k];
  }
}

/* A tensor comes after its inputs on the tape: backwards, each is complete when it is reached. */
void bw_gradient(BwTensor *y, BwTensor *seed, BwTensor *const *wrt, int n_wrt, BwTensor **gradients)
{
  BwTape *tape = y->tape;
  int first = mark_dependent(tape, y, wrt, n_wrt);
  if (y->pass == tape->pass)
    y->gradient = seed ? seed : bw_tensor_new_filled(tape, y->rows, y->columns, 1);
  for (int i = y->index; i >= first; i--) {
    BwTensor *tensor = tape->tensors->pdata[i];
    if (tensor->pass == tape->pass && tensor->gradient && tensor->operation)
      pass_on(tensor);
  }
  for (int k = 0; k < n_wrt; k++)
    gradients[k] =
        wrt[k]->gradient ? wrt[k]->gradient : bw_tensor_new_filled(tape, wrt[k]->rows, wrt[k]->columns, 0);
}
