// One triangle that covers the picture, at the far end: a depth test for "greater" lets it through only where
// something has been drawn.

void main()
{
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 1.0, 1.0);
}
