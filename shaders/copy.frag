// The picture as it is, to be blended into the mean of a still.

uniform sampler2D picture;

layout(location = 0) out vec4 out_colour;

void main()
{
  out_colour = texelFetch(picture, ivec2(gl_FragCoord.xy), 0);
}
